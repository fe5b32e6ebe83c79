import type { Agreement, Exclusion } from '@upheld/shared/agreement/agreement';
import { explanationText } from '@upheld/shared/api/explanation-text';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { explain, explanationSchema } from '@upheld/shared/evaluation/explanation';
import type { Explanation } from '@upheld/shared/evaluation/explanation';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { describe, expect, it } from 'vitest';
import { aMatrix, aSeverity, aTicket } from '../indicators/matrix.ts';
import {
  aSeries,
  aSource,
  anAgreement,
  anExclusion,
  anObjective,
  at,
  badIn,
  facts,
  silentIn,
} from './build.ts';

const MINUTE = 60_000;
const day = { start: at('2026-07-01T00:00:00Z'), end: at('2026-07-02T00:00:00Z') };
const oneDay = { from: '2026-07-01', until: '2026-07-01' };

/** Every explanation of an agreement that counts on one day, as it comes over the wire. */
function explained(
  change: Partial<Agreement>,
  series: SampleSeries[],
  { exclusions = [] as Exclusion[], events = [] as TicketEvent[] } = {},
): Explanation[] {
  const { promises } = evaluateAgreement({
    agreement: anAgreement({ effective: oneDay, ...change }),
    ...{ exclusions, period: '2026-07', asOf: at('2026-08-02T00:00:00Z') },
    facts: facts(series, events),
  });
  const records = promises.flatMap((promise) => promise.periods.map((period) => explain(promise, period)));
  return records.map((record) => explanationSchema.parse(JSON.parse(JSON.stringify(record))));
}

function first(explanations: Explanation[]): Explanation['parts'][number] {
  const part = explanations[0]?.parts[0];
  if (part === undefined) throw new Error('expected an explanation with a part');
  return part;
}

/**
 * The value and the verdict worked out again from nothing but a part's inputs and terms, as measurement.md
 * sections 3, 4 and 6 say, in whole numbers: a share a/b against t is a·den against num·b.
 */
function workedOut({ inputs, terms }: Explanation['parts'][number]): {
  verdict: string;
  share: string | null;
} {
  const [whole = '', decimals = ''] = terms.target.replace('%', '').split('.');
  const target = { num: BigInt(whole + decimals), den: 100n * 10n ** BigInt(decimals.length) };
  const keeps = (part: number, of: number) => {
    const difference = BigInt(part) * target.den - target.num * BigInt(of);
    return terms.op === '>=' ? difference >= 0n : difference < 0n;
  };
  if (inputs.by === 'events') {
    const part = inputs.judged === 'good' ? inputs.good : inputs.total - inputs.good;
    const [floor = 0] = [Number.parseFloat(terms.coverageFloor) / 100];
    const isKnown = inputs.slotsCovered >= floor * inputs.slotsDue && inputs.total >= terms.minimumSample;
    if (!isKnown) return { verdict: 'undetermined', share: null };
    return { verdict: keeps(part, inputs.total) ? 'met' : 'missed', share: `${part}/${inputs.total}` };
  }
  if (inputs.by === 'load-test') throw new Error('a load test has no share');
  const isLedger = inputs.by === 'minutes';
  const of = isLedger ? inputs.scheduled - inputs.excluded : inputs.met + inputs.missed + inputs.unknown;
  const worst = isLedger ? inputs.good : inputs.met;
  const best = worst + (isLedger ? inputs.unmeasured : inputs.unknown);
  if (keeps(worst, of)) return { verdict: 'met', share: `${worst}/${of}` };
  if (!keeps(best, of)) return { verdict: 'missed', share: `${best}/${of}` };
  return { verdict: 'undetermined', share: null };
}

const tenBad = badIn({ start: day.start, end: day.start + 10 * MINUTE });
const threeSilent = silentIn({ start: day.start + 60 * MINUTE, end: day.start + 63 * MINUTE });
const noon = { start: day.start + 720 * MINUTE, end: day.start + 750 * MINUTE };

describe('an explanation', () => {
  it('names clause, reading, formula, terms, counts, exclusions and facts', () => {
    const objective = anObjective({
      reading: 'Minutes that answered.',
      clause: { section: '2.3', text: 'Up.' },
    });
    const [explanation] = explained({ objectives: [objective] }, [aSeries(day, tenBad)], {
      exclusions: [anExclusion({ window: noon })],
    });
    expect(explanation).toMatchObject({
      ...{ promise: 'uptime', reading: 'Minutes that answered.', clause: { section: '2.3', text: 'Up.' } },
      ...{ unit: 'minutes', state: 'closed', verdict: 'missed', deciding: 0 },
      parts: [
        {
          formula: 'good minutes / (scheduled - excluded)',
          terms: {
            version: null,
            op: '>=',
            target: '99.9%',
            calendar: 'always',
            notMeasured: 'undetermined',
          },
          inputs: { scheduled: 1440, excluded: 30, good: 1400, bad: 10, unmeasured: 0 },
          exclusions: [{ name: 'maintenance', effect: 'remove', minutes: 30 }],
          samples: [{ source: 'api', vantage: 'main', ok: 1430, bad: 10, unmeasured: 0 }],
          // 1,400/1,410 = 0.99290...; the Wilson interval of 10 bad in 1,410 by hand is about 0.39 % to 1.30 %.
          because: 'Missed: 99.290 % is not at least 99.9 %.',
          evidence: 'conclusive',
        },
      ],
    });
    const { interval } = first(explained({}, [aSeries(day, tenBad)]));
    expect(interval?.low).toBeCloseTo(0.00378, 4);
    expect(interval?.high).toBeCloseTo(0.01273, 4);
  });

  it('spells the counts out as an account that ends in the value', () => {
    // 3 slots fall out; the last sample before speaks half a minute on, so that two minutes are unmeasured.
    const slots = (instant: number) => tenBad(instant) ?? threeSilent(instant);
    const { account } = first(explained({}, [aSeries(day, slots)]));
    const lines = account.map(({ label, count, share, text }) => [
      label,
      count ?? text ?? `${share?.part}/${share?.whole} ${share?.display}`,
    ]);
    expect(lines).toEqual([
      ['Scheduled', 1440],
      ['Excluded, approved by both parties', 0],
      ['Counted', 1440],
      ['good', 1428],
      ['bad', 10],
      ['not measured', 2],
      ['If unmeasured is bad', '1428/1440 99.166 %'],
      ['If unmeasured is good', '1430/1440 99.305 %'],
      ['Value', '99.305 %'],
    ]);
  });

  it.each([
    ['met', '99%', tenBad],
    ['missed', '99.9%', tenBad],
    ['undetermined', '99.9%', threeSilent],
  ] as const)(
    'of minutes that were %s gives the verdict again from itself alone',
    (verdict, target, slots) => {
      const objective = anObjective({ objective: { op: '>=', target, timeSliceTarget: '50%' } });
      const part = first(explained({ objectives: [objective] }, [aSeries(day, slots)]));
      expect(part.verdict).toBe(verdict);
      expect(workedOut(part)).toEqual({ verdict, share: settledText(part) });
    },
  );

  it.each([
    ['error-rate', { op: '<', target: '0.1%' }, {}],
    ['error-rate', { op: '<', target: '1%' }, {}],
    ['latency', { op: '>=', target: '99%' }, { threshold: '200ms' }],
    ['latency', { op: '>=', target: '99.5%' }, { threshold: '200ms' }],
  ] as const)(
    'of requests under %s %j gives value and verdict again from itself alone',
    (type, target, own) => {
      const objective = anObjective({
        indicator: { type, sources: ['api'], ...own },
        objective: { ...target, timeSliceTarget: '50%' },
      });
      const part = first(explained({ objectives: [objective] }, [aSeries(day, tenBad)]));
      expect(['met', 'missed']).toContain(part.verdict);
      expect(workedOut(part)).toEqual({ verdict: part.verdict, share: settledText(part) });
      expect(part.terms.indicator).toMatchObject(own);
    },
  );

  it('of tickets gives value and verdict again from itself alone', () => {
    const events = [
      ...aTicket('T-1', '2026-07-01T08:00:00Z', { replied: '2026-07-01T09:00:00Z' }),
      ...aTicket('T-2', '2026-07-01T08:00:00Z', { replied: '2026-07-01T11:00:00Z' }),
    ];
    const part = first(
      explained(
        {
          objectives: [],
          sources: [aSource({ name: 'desk' })],
          support: [aMatrix({ severities: [aSeverity()] })],
        },
        [],
        { events },
      ),
    );
    expect(part).toMatchObject({ verdict: 'missed', because: 'Missed: 50.000 % is not at least 100 %.' });
    expect(workedOut(part)).toEqual({ verdict: 'missed', share: '1/2' });
  });

  it.each([
    [
      'good',
      'Met: 100.000 % is at least 99.9 %; the agreement counts minutes that were not measured as good.',
    ],
    [
      'bad',
      'Missed: 99.861 % is not at least 99.9 %; the agreement counts minutes that were not measured as bad.',
    ],
    ['undetermined', 'Undetermined: the minutes that were not measured could turn the verdict either way.'],
  ] as const)(
    'says how unmeasured minutes were counted where the clause says %s',
    (notMeasured, sentence) => {
      const objective = anObjective({ noData: { notMeasured, coverageFloor: '95%' } });
      // Two minutes are unmeasured: 1,438/1,440 = 99.861 %.
      const part = first(explained({ objectives: [objective] }, [aSeries(day, threeSilent)]));
      expect(part.because).toBe(sentence);
    },
  );

  it('reads as text, with instants in the zone of the agreement', () => {
    const [explanation] = explained({ timeZone: 'Europe/Berlin' }, [aSeries(day, tenBad)]);
    if (explanation === undefined) throw new Error('expected an explanation');
    expect(explanationText(explanation, 'Europe/Berlin').split('\n').slice(0, 8)).toEqual([
      // Two hours of the Berlin day were not measured; the 10 bad minutes break 99.9 % even so: 1,430/1,440.
      'uptime, 2026-07: missed, 99.305 %',
      'Clause:   "The API is available."',
      'Reading:  none; the clause is taken as it stands',
      'Owed by:  acme',
      '',
      'From 2026-07-01 00:00 Europe/Berlin to 2026-07-02 00:00 Europe/Berlin, under the agreement as signed',
      'Target:   >= 99.9% on the calendar always',
      'Formula:  good minutes / (scheduled - excluded)',
    ]);
    // 1,320 of 1,440 minutes; no floor decides about minutes.
    expect(explanationText(explanation, 'Europe/Berlin')).toContain('\nCoverage: 91.666 %.\n');
  });

  it('of capacity names no target, because it is held against users', () => {
    const agreement = anAgreement({
      effective: oneDay,
      objectives: [
        anObjective({
          indicator: { type: 'capacity', sources: [], users: 10_000, validFor: '12M' },
          objective: { op: '>=', target: '100%', timeSliceTarget: '50%' },
        }),
      ],
    });
    const test = {
      agreement: 'acme',
      objective: 'uptime',
      name: 'spring',
      users: 12_000,
      terms: [],
      tool: null,
    };
    const loadTests = () => [{ ...test, at: day.start - MINUTE }];
    const [promise] = evaluateAgreement({
      ...{ agreement, exclusions: [], period: '2026-07', asOf: at('2026-08-02T00:00:00Z') },
      facts: { ...facts([]), loadTests },
    }).promises;
    const [period] = promise?.periods ?? [];
    if (promise === undefined || period === undefined) throw new Error('expected a judged period');
    const text = explanationText(explain(promise, period), 'UTC');
    expect(text).toContain('uptime, 2026-07: met, 12,000 users');
    expect(text).not.toContain('Target:');
  });
});

/** The settled ratio over the counts that it was made of, so that 991/992 and 1410/1440 can be told apart. */
function settledText({ settled, inputs }: Explanation['parts'][number]): string | null {
  if (settled === null) return null;
  const of =
    inputs.by === 'minutes' ? inputs.scheduled - inputs.excluded : inputs.by === 'events' ? inputs.total : 1;
  return `${(BigInt(settled.num) * BigInt(of)) / BigInt(settled.den)}/${of}`;
}
