import { describe, expect, it } from 'vitest';
import type { RequestListener } from 'node:http';
import { wording } from '@upheld/shared/agreement/wording';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import type { Attempt } from '@upheld/collector/probes/probe';
import { freshness } from '@upheld/collector/probes/freshness';
import { jsonPeers } from '../../contracts/peers.ts';
import { probeContext, probeContract } from '../../contracts/probe.ts';
import { aSeries, anAgreement, anObjective, at, facts } from '../../shared/evaluation/build.ts';
import type { Slot } from '../../shared/evaluation/build.ts';
import { httpServer } from '../egress/servers.ts';

probeContract({
  kind: freshness,
  specFor: (url) => ({ url, pointer: '/lastUpdateAt', timeout: '500ms' }),
  peers: jsonPeers,
});

/** What the partner's clock says: 2026-07-01 09:30:00 UTC is 1,782,898,200 s after the epoch. */
const date = 'Wed, 01 Jul 2026 09:30:00 GMT';
const now = 1_782_898_200;

/** A server whose clock stands at `date`; a header of null is not sent. */
function answering(body: string, headers: Record<string, string | null> = {}): RequestListener {
  return (_request, response) => {
    response.sendDate = false;
    for (const [name, value] of Object.entries({ date, ...headers })) {
      if (value !== null) response.setHeader(name, value);
    }
    response.end(body);
  };
}

async function check(listener: RequestListener, terms: object = { pointer: '/at' }): Promise<Attempt> {
  const { port, url } = await httpServer(listener);
  const spec = freshness.spec.parse({ url, timeout: '2s', ...terms });
  return await freshness.probe(spec, probeContext([port]));
}

/** `{ "at": reading }` with its age, or the words of why there is none. */
async function ageOf(reading: unknown, terms: object = {}, headers: Record<string, string | null> = {}) {
  const attempt = await check(answering(JSON.stringify({ at: reading }), headers), {
    pointer: '/at',
    ...terms,
  });
  return attempt.outcome === 'ok' ? attempt.ageMs : `${attempt.reason}: ${attempt.error}`;
}

const noInstant =
  'expectation: /at: got something else; expected an instant, such as 2026-07-01T09:30:00Z or 1782898200';
const noLag = 'expectation: /at: got something else; expected a lag, such as 1.5 (seconds) or PT1.5S';

describe('the age of an instant', () => {
  it.each([
    ['ISO 8601 in UTC', '2026-07-01T09:29:56Z', 4_000],
    ['ISO 8601 with an offset', '2026-07-01T11:29:56.5+02:00', 3_500],
    ['nanoseconds, of which a tenth of a millisecond is kept', '2026-07-01T09:29:59.999949999Z', 0.1],
    ['seconds since 1970', now - 5, 5_000],
    ['seconds with a fraction', now - 0.5001, 500.1],
    ['milliseconds since 1970', (now - 5) * 1_000 + 1, 4_999],
    ['seconds in a text', String(now - 7), 7_000],
    ['a date of HTTP', 'Wed, 01 Jul 2026 09:29:00 GMT', 60_000],
  ])('is told against the clock of the partner itself, from %s', async (_title, reading, age) => {
    expect(await ageOf(reading)).toBe(age);
  });

  it.each([
    ['an instant without an offset', '2026-07-01T09:29:56'],
    ['a date', '2026-07-01'],
    ['a date that does not exist', '2026-02-30T09:29:56Z'],
    ['0, which means never', 0],
    ['the first instant of year 1, which means never', '0001-01-01T00:00:00Z'],
    ['a date written as a number', 20260701],
    ['null', null],
    ['true', true],
    ['a list', [now]],
    ['nothing but a space', ' '],
    ['a long text', '9'.repeat(60_000)],
  ])('is not made up of %s', async (_title, reading) => {
    expect(await ageOf(reading)).toBe(noInstant);
  });

  it('is 0 up to 60 s ahead of the partner’s own clock, and no reading beyond', async () => {
    expect(await ageOf(now + 60)).toBe(0);
    expect(await ageOf(now + 60.001)).toBe(
      "expectation: /at: lies 61 s ahead of the partner's own clock; more than 60 s is no reading",
    );
    // Microseconds, read as milliseconds.
    expect(await ageOf(now * 1_000_000)).toContain("ahead of the partner's own clock");
  });

  it('takes numbers from 100,000,000,000 on for milliseconds, and smaller ones for seconds', async () => {
    // As seconds the first is in 5138, as milliseconds the second is in 1973.
    expect(await ageOf(99_999_999_999)).toContain("ahead of the partner's own clock");
    expect(await ageOf(100_000_000_000)).toBe(noInstant);
  });

  it('takes into account how long the answer lay in a cache', async () => {
    expect(await ageOf(now - 2, {}, { age: '30' })).toBe(32_000);
    expect(await ageOf(now - 2, {}, { age: '30, 99' })).toBe(32_000);
    expect(await ageOf(now - 2, {}, { age: '-5' })).toBe(2_000);
    expect(await ageOf(now - 2, {}, { age: 'old' })).toBe(2_000);
  });

  it.each([
    null,
    'yesterday',
    '2026-07-01T09:30:00Z',
    'Wed, 31 Jun 2026 09:30:00 GMT',
    'Wed, 01 Jul 2026 24:30:00 GMT',
  ])('cannot be told with the Date %j', async (header) => {
    expect(await ageOf(now - 5, {}, { date: header })).toBe(
      "expectation: there is no usable Date header to tell the partner's own clock by",
    );
  });

  it.each(['Wednesday, 01-Jul-26 09:30:00 GMT', 'Wed Jul  1 09:30:00 2026'])(
    'understands the older Date %j, as every reader of HTTP has to',
    async (header) => {
      expect(await ageOf(now - 5, {}, { date: header })).toBe(5_000);
    },
  );

  it('can stand in a header, in any case', async () => {
    const listener = answering('', { 'last-modified': 'Wed, 01 Jul 2026 09:29:50 GMT' });
    expect(await check(listener, { header: 'Last-Modified' })).toMatchObject({
      outcome: 'ok',
      ageMs: 10_000,
    });
    expect(await check(listener, { header: 'X-Last-Update' })).toMatchObject({
      outcome: 'bad',
      reason: 'expectation',
      error:
        'header X-Last-Update: got nothing; expected an instant, such as 2026-07-01T09:30:00Z or 1782898200',
    });
  });
});

describe('a lag', () => {
  it.each([
    ['a number of seconds', 1.5, 1_500],
    ['a text of seconds', '0.25', 250],
    ['a duration', 'PT1M2.5S', 62_500],
    ['a duration of days', 'P1DT1S', 86_401_000],
    ['clocks that disagree by up to 60 s', -60, 0],
    [
      'a number below that',
      -60.1,
      "expectation: /at: lies 61 s ahead of the partner's own clock; more than 60 s is no reading",
    ],
    ['a month, which has no length', 'P1M', noLag],
    ['an instant', '2026-07-01T09:29:56Z', noLag],
    ['an instant in milliseconds', now * 1_000, noLag],
    ['no text at all', '', noLag],
  ])('is read from %s', async (_title, reading, age) => {
    expect(await ageOf(reading, { reads: 'lag' })).toBe(age);
  });

  it('needs no clock, and grows in a cache', async () => {
    expect(await ageOf(1.5, { reads: 'lag' }, { date: null })).toBe(1_500);
    expect(await ageOf(1.5, { reads: 'lag' }, { age: '10' })).toBe(11_500);
  });
});

describe('an answer without a reading', () => {
  it.each([
    ['HTML', '<html>', 'the body is not JSON'],
    [
      'nothing there',
      '{}',
      '/at: got nothing; expected an instant, such as 2026-07-01T09:30:00Z or 1782898200',
    ],
    ['a number beyond numbers', '{"at":1e400}', noInstant.replace('expectation: ', '')],
    [
      'a prototype',
      '{"__proto__":{"at":1782898195}}',
      '/at: got nothing; expected an instant, such as 2026-07-01T09:30:00Z or 1782898200',
    ],
    [
      'two readings',
      '{"at":1782898195,"at":1782898199}',
      'the body names a member of an object twice: readers disagree about it',
    ],
    [
      'depth',
      '['.repeat(30_000) + ']'.repeat(30_000),
      '/at: got nothing; expected an instant, such as 2026-07-01T09:30:00Z or 1782898200',
    ],
  ])('is a failed expectation where it is %s', async (_title, body, error) => {
    expect(await check(answering(body))).toMatchObject({ outcome: 'bad', reason: 'expectation', error });
  });

  it.each([
    [503, 'bad', 'status'],
    [401, 'unmeasured', 'credentials'],
    [429, 'unmeasured', 'rate-limited'],
  ])('ends by its status %i as %s (%s), whatever it says', async (status, outcome, reason) => {
    const attempt = await check((_request, response) => {
      response.writeHead(status, { date }).end(`{"at":${now}}`);
    });
    expect(attempt).toMatchObject({ outcome, reason });
    expect(attempt).not.toHaveProperty('ageMs');
  });
});

describe('the spec of a freshness source', () => {
  const url = 'https://api.acme.example/sync';

  it('loads as the full example writes it', () => {
    expect(freshness.spec.parse({ url, pointer: '/lastUpdateAt' })).toMatchObject({ reads: 'instant' });
  });

  it.each([
    [{}, 'pointer: a reading stands either at a pointer or in a header, such as pointer: /lastUpdateAt'],
    [
      { pointer: '/at', header: 'ETag' },
      'pointer: a reading stands either at a pointer or in a header, such as pointer: /lastUpdateAt',
    ],
    [
      { header: 'Date' },
      'header: header is the name of a header other than Age and Date, such as Last-Modified',
    ],
    [
      { header: 'not a name' },
      'header: header is the name of a header other than Age and Date, such as Last-Modified',
    ],
    [{ pointer: '/at', reads: 'age' }, 'reads: one of instant, lag, such as instant'],
  ])('refuses %j with a rule and an example', (terms, fault) => {
    const issues = freshness.spec.safeParse({ url, ...terms }, { error: wording }).error?.issues ?? [];
    expect(issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([fault]);
  });
});

describe('a promise of freshness', () => {
  it('is judged by what the checks read, from the answer to the verdict', async () => {
    const day = { start: at('2026-07-01T00:00:00Z'), end: at('2026-07-02T00:00:00Z') };
    const fresh = await check(answering(JSON.stringify({ at: now - 4.9999 })));
    const late = await check(answering(JSON.stringify({ at: now - 5 })));
    const silent = await check(answering('{}'));
    const objective = anObjective({
      indicator: { type: 'freshness', sources: ['api'], threshold: '5s' },
      objective: { op: '>=', target: '99%', timeSliceTarget: '50%' },
    });
    const agreement = anAgreement({
      effective: { from: '2026-07-01', until: '2026-07-01' },
      objectives: [objective],
    });
    /** 1,440 checks of a day: some a full 5 s late, one without a reading, the others 4.9999 s. */
    const judge = (lateChecks: number) => {
      const series = aSeries(day, (instant) => {
        const minute = (instant - day.start) / 60_000;
        return slotOf(minute === 0 ? silent : minute <= lateChecks ? late : fresh);
      });
      const asOf = at('2026-08-01T00:00:00Z');
      return evaluateAgreement({ agreement, exclusions: [], period: '2026-07', facts: facts([series]), asOf })
        .promises[0]?.periods[0];
    };
    // 1,426 of 1,440 are 99.027... %, 1,425 are 98.958... %.
    expect(judge(13)).toMatchObject({ verdict: 'met', events: { good: 1_426, total: 1_440 } });
    expect(judge(14)).toMatchObject({ verdict: 'missed', events: { good: 1_425, total: 1_440 } });
  });
});

/** What the store keeps of an attempt. */
function slotOf({ outcome, latencyMs, ...rest }: Attempt): Slot {
  const ageMs = 'ageMs' in rest ? (rest.ageMs ?? undefined) : undefined;
  return {
    outcome,
    ...(latencyMs === null ? {} : { latencyMs }),
    ...(ageMs === undefined ? {} : { ageMs }),
  };
}
