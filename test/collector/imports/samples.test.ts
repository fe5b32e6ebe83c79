import { importSamples } from '@upheld/collector/imports/samples';
import type { Problem } from '@upheld/collector/imports/import-rows';
import { describe, expect, it } from 'vitest';
import { anAgreement } from '../../builders/agreement.ts';
import { recordingStore } from './memory-store.ts';

const header = 'at,source,vantage,ok,latency_ms,reason';
const longHeader = 'at,source,ok,reason,age_ms,status';
/** 2026-07-01T07:00:00Z. */
const at = Date.UTC(2026, 6, 1, 7);
const sample = { agreement: 'acme', source: 'api', vantage: 'main', at };

const run = (...lines: string[]) => runText(header, ...lines);

async function runText(...lines: string[]) {
  const store = recordingStore();
  const problems: Problem[] = [];
  const onProblem = (problem: Problem) => problems.push(problem);
  const agreement = anAgreement();
  const text = lines.join('\n');
  const report = await importSamples(text, { agreement, vantage: 'main', store, onProblem });
  return { report, problems, stored: store.sampleBatches.flat() };
}

describe('importing samples', () => {
  it('reads instants as ISO 8601 with any offset and as epoch milliseconds', async () => {
    const { stored } = await run(
      '2026-07-01T07:00:00Z,api,,true,,',
      '2026-07-01T09:00:00+02:00,api,,true,,',
      '2026-07-01T07:00:00.123456Z,api,,true,,',
      `${at},api,,true,,`,
      '946684800000,api,,true,,', // 2000-01-01T00:00:00Z has twelve digits
    );
    expect(stored.map((each) => each.at)).toEqual([at, at, at + 123, at, 946_684_800_000]);
  });

  it('reads ok as true, 1, yes and as false, 0, no, and an empty one as not measured', async () => {
    const words = ['true', '1', 'Yes', 'FALSE', '0', 'no', ''];
    const { stored } = await run(...words.map((ok) => `${at},api,,${ok},,`));
    expect(stored.map(({ outcome }) => outcome)).toEqual([
      'ok',
      'ok',
      'ok',
      'bad',
      'bad',
      'bad',
      'unmeasured',
    ]);
  });

  it('keeps latencies to 0.1 ms, cut and not rounded', async () => {
    const latencies = ['182.4', '0', '200', '199.96', '0.05', '12345678.9', ''];
    const { stored } = await run(...latencies.map((latency) => `${at},api,,true,${latency},`));
    expect(stored.map(({ latencyMs }) => latencyMs)).toEqual([182.4, 0, 200, 199.9, 0, 12_345_678.9, null]);
  });

  it('takes the reasons of the closed lists, and the usual one where there is none', async () => {
    const { stored, report } = await run(
      `${at},api,,true,5,`,
      `${at},api,,no,,`,
      `${at},api,,no,10000.0,timeout`,
      `${at},api,,,,`,
      `${at},api,,,,own-network`,
    );
    expect(report.bad).toBe(0);
    expect(stored).toEqual([
      { ...sample, outcome: 'ok', reason: null, latencyMs: 5 },
      { ...sample, outcome: 'bad', reason: 'expectation', latencyMs: null },
      { ...sample, outcome: 'bad', reason: 'timeout', latencyMs: 10_000 },
      { ...sample, outcome: 'unmeasured', reason: 'stopped', latencyMs: null },
      { ...sample, outcome: 'unmeasured', reason: 'own-network', latencyMs: null },
    ]);
  });

  it('keeps ages to 0.1 ms, cut and not rounded, of rows that are ok and of those that are not', async () => {
    const ages = ['0', '4999.96', '86400000.5', '999999999999'];
    const { stored, report } = await runText(longHeader, ...ages.map((age) => `${at},api,1,,${age},`));
    expect(stored).toMatchObject(
      [0, 4999.9, 86_400_000.5, 999_999_999_999].map((ageMs) => ({ outcome: 'ok', ageMs })),
    );
    const bad = await runText(longHeader, `${at},api,0,expectation,7000,`);
    expect([report.bad, bad.stored]).toEqual([
      ...[0, [{ ...sample, outcome: 'bad', reason: 'expectation', latencyMs: null, ageMs: 7000 }]],
    ]);
  });

  it('keeps the status of rows that are not ok, and takes it for their reason', async () => {
    const { stored, report } = await runText(longHeader, `${at},api,0,status,,503`, `${at},api,0,,,404`);
    expect(report.bad).toBe(0);
    const bad = { ...sample, outcome: 'bad', reason: 'status', latencyMs: null };
    expect(stored).toEqual([
      { ...bad, status: 503 },
      { ...bad, status: 404 },
    ]);
  });

  const onlyItsOwn = 'only a row that is not ok because of its status has one: leave it empty';
  it.each([
    ['1,,,200', `status: got 200; ${onlyItsOwn}`],
    [
      '0,,,429',
      'status: got 429; a check that was turned away was not measured: leave ok and status empty, with the reason rate-limited',
    ],
    [
      '0,status,,401',
      'status: got 401; a check that was turned away was not measured: leave ok and status empty, with the reason credentials',
    ],
    ['0,timeout,,503', `status: got 503; ${onlyItsOwn}`],
    [',,,503', 'status: got 503; a row without ok was not measured and has no status: leave it empty'],
    [',,5,', 'age_ms: got 5; a row without ok was not measured and has no age: leave it empty'],
    ['0,,,99', 'status: got 99; a status is a number from 100 to 999, or empty, such as 503'],
    [
      '1,,-5,',
      'age_ms: got -5; an age is a decimal number of milliseconds from 0 to 999999999999, or empty, such as 4200',
    ],
    ['1,,1000000000000,', expect.stringMatching(/^age_ms: got 1000000000000; an age is/)],
  ])('refuses %s beside ok', async (fields, text) => {
    const { problems, stored } = await runText(longHeader, `${at},api,${fields}`);
    expect(problems).toEqual([{ kind: 'bad', line: 2, text }]);
    expect(stored).toEqual([]);
  });

  it('gives rows without a vantage the default one', async () => {
    const { stored } = await run(`${at},api,,1,,`, `${at},api,Frankfurt 2,1,,`);
    expect(stored.map(({ vantage }) => vantage)).toEqual(['main', 'Frankfurt 2']);
  });

  const instantRule =
    'an instant is ISO 8601 with its offset from UTC, or milliseconds since 1970 (12 or 13 digits), such as 2026-07-01T09:00:00+02:00';
  const latencyRule =
    'a latency is a decimal number of milliseconds from 0 to 999999999, or empty, such as 182.4';
  const badRule =
    'the reason of a row that is not ok is empty or one of status, expectation, timeout, connect, dns, tls, protocol, redirect, such as timeout';
  const unmeasuredRule =
    'the reason of a row without ok is empty or one of stopped, overloaded, own-network, storage, clock, policy, rate-limited, credentials, such as stopped';
  it.each([
    ['2026-07-01T09:00:00,api,,1,,', `at: got 2026-07-01T09:00:00; ${instantRule}`],
    ['2026-07-32T09:00:00Z,api,,1,,', `at: got 2026-07-32T09:00:00Z; ${instantRule}`],
    ['1782889200,api,,1,,', `at: got 1782889200; ${instantRule}`],
    ['1782889200000000,api,,1,,', `at: got 1782889200000000; ${instantRule}`],
    [',api,,1,,', `at: got ""; ${instantRule}`],
    [`${at},web,,1,,`, 'source: got "web"; one of api, such as api'],
    [`${at},,,1,,`, 'source: got ""; one of api, such as api'],
    [`${at},api,,up,,`, 'ok: got "up"; true, false, 1, 0, yes, no or empty, such as true'],
    [`${at},api,,1,-5,`, `latency_ms: got -5; ${latencyRule}`],
    [`${at},api,,1,1e3,`, `latency_ms: got 1e3; ${latencyRule}`],
    [`${at},api,,1,"182,4",`, `latency_ms: got 182,4; ${latencyRule}`],
    [`${at},api,,1,NaN,`, `latency_ms: got "NaN"; ${latencyRule}`],
    [`${at},api,,1,5,timeout`, 'reason: got "timeout"; a row that is ok has no reason: leave it empty'],
    [`${at},api,,0,5,stopped`, `reason: got "stopped"; ${badRule}`],
    [`${at},api,,0,5,down`, `reason: got "down"; ${badRule}`],
    [`${at},api,,,,timeout`, `reason: got "timeout"; ${unmeasuredRule}`],
    [
      `${at},api,,,5,`,
      'latency_ms: got 5; a row without ok was not measured and has no latency: leave it empty',
    ],
    [
      `${at},api,${'x'.repeat(201)},1,,`,
      expect.stringMatching(/^vantage: got .*; a vantage is text of 1 to 200/),
    ],
    [`${at},api`, 'got 2 fields; the header has 6, such as at,source,vantage,ok,latency_ms,reason'],
  ])('reports %s with its line, imports the good rows around it', async (line, text) => {
    const good = `${at},api,,1,,`;
    const { report, problems, stored } = await run(good, line, good);
    expect(problems).toEqual([{ kind: 'bad', line: 3, text }]);
    expect(report).toEqual({ stored: 2, duplicates: 0, conflicts: 0, bad: 1 });
    expect(stored).toHaveLength(2);
  });

  it('reports every fault of a row, and counts the row once', async () => {
    const { report, problems } = await run('yesterday,web,,up,fast,');
    expect(problems.map(({ text }) => text.split(':')[0])).toEqual(['at', 'source', 'ok', 'latency_ms']);
    expect(report.bad).toBe(1);
  });

  it('needs no more columns than at, source and ok', async () => {
    const store = recordingStore();
    const agreement = anAgreement();
    const fail = (problem: Problem) => expect.fail(problem.text);
    await importSamples(`ok,at,source\n1,${at},api`, { agreement, vantage: 'main', store, onProblem: fail });
    expect(store.sampleBatches).toEqual([[{ ...sample, outcome: 'ok', reason: null, latencyMs: null }]]);
  });

  it('takes the sources of every version: those that an amendment brings, and those that it removed', async () => {
    const [api] = anAgreement().sources;
    if (api === undefined) throw new Error('the builder has a source');
    const terms = anAgreement({ sources: [{ ...api, name: 'orders' }] });
    const agreement = anAgreement({ amended: [{ name: 'acme-a1', from: at, terms }] });
    const store = recordingStore();
    const fail = (problem: Problem) => expect.fail(problem.text);
    const rows = `ok,at,source\n1,${at},api\n1,${at - 1},orders`;
    await importSamples(rows, { agreement, vantage: 'main', store, onProblem: fail });
    expect(store.sampleBatches.flat().map(({ source }) => source)).toEqual(['api', 'orders']);
  });

  it('says that an agreement without sources has nothing to import samples for', async () => {
    const parts = { vantage: 'main', store: recordingStore(), onProblem: () => undefined };
    const agreement = anAgreement({ sources: [] });
    await expect(importSamples(header, { ...parts, agreement })).rejects.toThrow(
      'the agreement acme has no source; add the one that was measured, of type import',
    );
  });

  it('stores in batches of at most 2,000 rows, reading no further than it has stored', async () => {
    const store = recordingStore();
    let given = 0;
    const aheadOf: number[] = [];
    async function* endless() {
      yield `${header}\n`;
      for (; given < 10_000; given += 1) yield `${at + given},api,,1,,\n`;
    }
    const putSamples = (samples: Parameters<typeof store.putSamples>[0]) => {
      aheadOf.push(given - store.sampleBatches.flat().length);
      return store.putSamples(samples);
    };
    const agreement = anAgreement();
    const fail = (problem: Problem) => expect.fail(problem.text);
    await importSamples(endless(), { agreement, vantage: 'main', store: { putSamples }, onProblem: fail });
    expect(store.sampleBatches.map((batch) => batch.length)).toEqual([2000, 2000, 2000, 2000, 2000]);
    expect(Math.max(...aheadOf)).toBeLessThanOrEqual(2000);
  });
});
