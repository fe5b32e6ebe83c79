import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { statementSchema } from '@upheld/shared/evaluation/statement';
import type { PromisePeriod, Statement } from '@upheld/shared/evaluation/statement';
import { slotPhase } from '@upheld/shared/time/slots';
import { describe, expect, it } from 'vitest';
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
const july = { start: at('2026-07-01T00:00:00Z'), end: at('2026-08-01T00:00:00Z') };
const closed = { exclusions: [], period: '2026-07', asOf: at('2026-08-02T00:00:00Z') };

function only(statement: Statement): PromisePeriod {
  const [first, ...more] = statement.promises.flatMap(({ periods }) => periods);
  if (first === undefined || more.length > 0) throw new Error('expected exactly one judged period');
  return first;
}

describe('an agreement judged over a period', () => {
  it('meets and misses by the minute', () => {
    // July has 44,640 minutes; 0.1 % of them are 44.64, so 44 bad minutes meet 99.9 % and 45 miss it.
    const badFor = (minutes: number) => {
      const series = aSeries(july, badIn({ start: july.start, end: july.start + minutes * MINUTE }));
      return only(evaluateAgreement({ ...closed, agreement: anAgreement(), facts: facts([series]) }));
    };
    // 44,596/44,640 = 99.90143... %, 44,595/44,640 = 99.89919... %.
    expect(badFor(44)).toMatchObject({ verdict: 'met', display: '99.901 %', irrecoverable: false });
    expect(badFor(45)).toMatchObject({
      verdict: 'missed',
      display: '99.899 %',
      irrecoverable: true,
      settled: { num: '991', den: '992' },
      ledger: { scheduled: 44_640, excluded: 0, good: 44_595, bad: 45, unmeasured: 0 },
      badRanges: [{ start: july.start, end: july.start + 45 * MINUTE }],
      budget: { allowed: { num: '1116', den: '25' }, consumed: 45 },
    });
  });

  it('lists a monthly promise three times in a quarter and names a yearly one as skipped', () => {
    const agreement = anAgreement({
      objectives: [anObjective(), anObjective({ name: 'year', period: 'year' })],
    });
    const { promises, skipped } = evaluateAgreement({
      ...closed,
      agreement,
      period: '2026-Q3',
      facts: facts([aSeries(july)]),
    });
    expect(promises.map(({ name }) => name)).toEqual(['uptime']);
    expect(promises[0]?.periods.map(({ period, state, verdict }) => [period, state, verdict])).toEqual([
      ['2026-07', 'closed', 'met'],
      ['2026-08', 'open', 'undetermined'],
      ['2026-09', 'open', 'undetermined'],
    ]);
    expect(promises[0]?.periods[2]?.doubts).toEqual(['nothing-elapsed']);
    expect(skipped).toEqual([
      { name: 'year', reason: 'it is judged by the year, and 2026-Q3 is shorter; ask for a year' },
    ]);
  });

  it('judges each source by itself where the promise says so', () => {
    const agreement = anAgreement({
      sources: [aSource(), aSource({ name: 'events' })],
      objectives: [
        anObjective({ indicator: { type: 'availability', sources: ['api', 'events'], each: 'source' } }),
      ],
    });
    const series = aSeries(july);
    const { promises } = evaluateAgreement({ ...closed, agreement, facts: facts([series]) });
    expect(promises[0]?.periods.map(({ source, verdict }) => [source, verdict])).toEqual([
      ['api', 'met'],
      ['events', 'undetermined'],
    ]);
  });

  it('gives the verdict of what has elapsed while the period is open', () => {
    // At 10:00:59 on the first day 600 minutes have elapsed whole; the budget is that of the month.
    const asOf = july.start + 600 * MINUTE + 59_000;
    const judged = only(
      evaluateAgreement({ ...closed, asOf, agreement: anAgreement(), facts: facts([aSeries(july)]) }),
    );
    expect(judged).toMatchObject({
      state: 'open',
      verdict: 'met',
      ledger: { scheduled: 600, good: 600 },
      budget: { allowed: { num: '1116', den: '25' }, consumed: 0 },
    });
    expect(judged.days.map(({ date }) => date)).toEqual(['2026-07-01']);
  });

  it('is excluded where the agreement does not count in a period at all', () => {
    const agreement = anAgreement({ effective: { from: '2026-09-01' } });
    const judged = only(evaluateAgreement({ ...closed, agreement, facts: facts([aSeries(july)]) }));
    expect(judged).toMatchObject({
      verdict: 'excluded',
      start: july.end,
      end: july.end,
      days: [],
      display: null,
    });
  });

  it('takes an approved exclusion of this agreement into account and no other', () => {
    const outage = { start: july.start, end: july.start + 60 * MINUTE };
    const input = { ...closed, agreement: anAgreement(), facts: facts([aSeries(july, badIn(outage))]) };
    const verdictWith = (change: Partial<ReturnType<typeof anExclusion>>) =>
      only(evaluateAgreement({ ...input, exclusions: [anExclusion({ window: outage, ...change })] })).verdict;
    expect(verdictWith({})).toBe('met');
    expect(verdictWith({ effect: 'count-good' })).toBe('met');
    expect(verdictWith({ sources: ['api'] })).toBe('met');
    expect(verdictWith({ approved: false })).toBe('missed');
    expect(verdictWith({ agreement: 'other' })).toBe('missed');
    expect(verdictWith({ sources: ['events'] })).toBe('missed');
  });

  it('reports missing facts as unmeasured, for every kind of promise', () => {
    const agreement = anAgreement({
      objectives: [
        anObjective(),
        anObjective({ name: 'fast', indicator: { type: 'latency', sources: ['api'], threshold: '200ms' } }),
        anObjective({
          name: 'errors',
          indicator: { type: 'error-rate', sources: ['api'] },
          objective: { op: '<', target: '0.1%', timeSliceTarget: '50%' },
        }),
      ],
    });
    const statement = evaluateAgreement({ ...closed, agreement, facts: facts([]) });
    expect(statement.promises.map(({ periods }) => [periods[0]?.verdict, periods[0]?.doubts])).toEqual([
      ['undetermined', ['unmeasured']],
      ['undetermined', ['coverage', 'minimum-sample']],
      ['undetermined', ['coverage', 'minimum-sample']],
    ]);
  });

  it('expects imported samples on whole intervals and live ones at the phase of their source', () => {
    // One minute of service a day at 09:00 and a sample at 09:00: the hourly slot of an import lies in
    // it; this live source is asked later in the hour, so no slot of it is due in that minute.
    const weekly = { wed: ['09:00-09:01'] };
    const calendars = { brief: { timeZone: 'UTC', weekly, holidays: [] } };
    const coverageOf = (type: string) => {
      const agreement = anAgreement({
        effective: { from: '2026-07-01', until: '2026-07-01' },
        calendars,
        sources: [aSource({ type, every: '1h' })],
        objectives: [
          anObjective({
            calendar: 'brief',
            indicator: { type: 'latency', sources: ['api'], threshold: '200ms' },
          }),
        ],
      });
      const series = aSeries({ start: at('2026-07-01T09:00:00Z'), end: at('2026-07-01T09:00:01Z') });
      return only(evaluateAgreement({ ...closed, agreement, facts: facts([series]) })).coverage;
    };
    expect(slotPhase('acme', 'api', 3_600_000)).toBeGreaterThan(MINUTE);
    expect(coverageOf('import')).toEqual({ num: '1', den: '1' });
    expect(coverageOf('http')).toBeNull();
  });

  it('says the same in whatever period it is asked for', () => {
    const series = aSeries(
      { start: july.start - 30_000, end: july.end },
      silentIn({ start: july.start, end: july.start + 20 * MINUTE }),
    );
    const input = { ...closed, agreement: anAgreement(), facts: facts([series]) };
    const [asQuarter] = evaluateAgreement({ ...input, period: '2026-Q3' }).promises[0]?.periods ?? [];
    expect(asQuarter).toEqual(only(evaluateAgreement(input)));
  });

  it('writes down nothing that the statement schema does not know', () => {
    const statement = evaluateAgreement({
      ...closed,
      agreement: anAgreement(),
      facts: facts([aSeries(july)]),
    });
    expect(statementSchema.parse(statement)).toEqual(statement);
  });

  it('refuses a period that is none', () => {
    expect(() =>
      evaluateAgreement({ ...closed, period: 'July', agreement: anAgreement(), facts: facts([]) }),
    ).toThrow('a period is a month, a quarter or a year');
  });
});
