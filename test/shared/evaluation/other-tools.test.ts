// What other tools get wrong, each with the number that they show: attempts counted as checks, time that
// nobody measured counted as good, and service hours that drift when clocks change.
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import { describe, expect, it } from 'vitest';
import {
  aSeries,
  aSource,
  anAgreement,
  anObjective,
  at,
  badIn,
  businessHours,
  facts,
  silentIn,
} from './build.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const errors = anObjective({
  name: 'errors',
  indicator: { type: 'error-rate', sources: ['api'] },
  objective: { op: '<', target: '0.1%', timeSliceTarget: '50%' },
});

function judged(change: Partial<Agreement>, period: string, series: SampleSeries): PromisePeriod[] {
  const asOf = at('2026-12-01T00:00:00Z');
  const agreement = anAgreement(change);
  const statement = evaluateAgreement({ agreement, exclusions: [], period, facts: facts([series]), asOf });
  return statement.promises.flatMap(({ periods }) => periods);
}

describe('an outage of 60 seconds in an hour that is probed every 60 seconds', () => {
  it('costs one minute of sixty, however often its one slot was tried again', () => {
    // The slot of 10:20 is tried at 10:20:00, 10, 20, 30, 40 and 50, in vain: six attempts, one sample. Other
    // tools count them all: 59 of 65 is 90.77 %. 59 of 60 is 98.333... %, and 1 of 60 is 1.6666... %, cut up.
    const service = { timeZone: 'UTC', weekly: { wed: ['10:00-11:00'] }, holidays: [] };
    const hour = { start: at('2026-07-01T10:00:00Z'), end: at('2026-07-01T11:00:00Z') };
    const slot = { start: hour.start + 20 * MINUTE, end: hour.start + 21 * MINUTE };
    const [uptime, failed] = judged(
      {
        effective: { from: '2026-07-01', until: '2026-07-01' },
        calendars: { always: service },
        sources: [aSource({ retry: { attempts: 6, delay: '10s' } })],
        objectives: [anObjective(), errors],
      },
      '2026-07',
      aSeries(hour, badIn(slot)),
    );
    expect(uptime).toMatchObject({
      ledger: { scheduled: 60, excluded: 0, good: 59, bad: 1, unmeasured: 0 },
      badRanges: [slot],
      settled: { num: '59', den: '60' },
      display: '98.333 %',
    });
    expect(failed).toMatchObject({
      events: { good: 59, total: 60 },
      settled: { num: '1', den: '60' },
      display: '1.667 %',
    });
  });
});

describe('a collector that was dead for 20 of 24 hours', () => {
  const day = { start: at('2026-07-01T00:00:00Z'), end: at('2026-07-02T00:00:00Z') };
  const change = {
    effective: { from: '2026-07-01', until: '2026-07-01' },
    objectives: [anObjective(), errors],
  };

  it('leaves a coverage of 16.7 % and no verdict, though every check that was made was good', () => {
    // Checks at 59 seconds past each minute, the first the day before, the last at 03:58:59: it speaks for 29
    // seconds of 04:00, which is too little, so 240 of 1,440 minutes are measured: 4 of 24 hours, 16.666 %.
    const series = aSeries({ start: day.start - 1000, end: day.start + 4 * HOUR - MINUTE });
    const [uptime, failed] = judged(change, '2026-07', series);
    expect(uptime).toMatchObject({
      verdict: 'undetermined',
      doubts: ['unmeasured'],
      coverage: { num: '1', den: '6' },
      ledger: { scheduled: 1440, excluded: 0, good: 240, bad: 0, unmeasured: 1200 },
      display: '16.666 % .. 100.000 %',
      settled: null,
      evidence: null,
      unmeasuredRanges: [{ start: day.start + 4 * HOUR, end: day.end }],
    });
    // 239 of the 1,440 slots of the day: the one that speaks for its first minute lies in the day before.
    expect(failed).toMatchObject({
      verdict: 'undetermined',
      doubts: ['coverage'],
      coverage: { num: '239', den: '1440' },
      display: '0.000 %',
      settled: null,
    });
  });

  it('says so too when it left a row for every slot that it missed', () => {
    const dead = { start: day.start + 4 * HOUR, end: day.end };
    const stopped = aSeries(day, (instant) => (instant < dead.start ? undefined : { outcome: 'unmeasured' }));
    const silent = aSeries(day, silentIn(dead));
    expect(judged(change, '2026-07', stopped).map(({ verdict, coverage }) => [verdict, coverage])).toEqual([
      // The check of 03:59:00 speaks until 04:00:30, which is enough for one more minute.
      ['undetermined', { num: '241', den: '1440' }],
      ['undetermined', { num: '1', den: '6' }],
    ]);
    expect(judged(change, '2026-07', silent).map(({ coverage }) => coverage)).toEqual(
      judged(change, '2026-07', stopped).map(({ coverage }) => coverage),
    );
  });
});

describe('business hours of New York in the month in which its clocks change', () => {
  const change = {
    timeZone: 'America/New_York',
    calendars: { always: businessHours },
    objectives: [anObjective()],
  };
  const march = { start: at('2026-03-01T00:00:00-05:00'), end: at('2026-04-01T00:00:00-04:00') };
  const minuteFrom = (iso: string) => ({ start: at(iso), end: at(iso) + MINUTE });

  it('are 09:00 to 17:00 on the wall before and after 8 March', () => {
    // Each bad minute stands alone, so its sample speaks for that minute only. Clocks were at -05:00 on
    // Friday 6 March and at -04:00 on Monday 9 March: 09:00 is 14:00Z and then 13:00Z.
    const inside = [
      minuteFrom('2026-03-06T14:00:00Z'), // 09:00
      minuteFrom('2026-03-06T21:59:00Z'), // 16:59
      minuteFrom('2026-03-09T13:00:00Z'), // 09:00
      minuteFrom('2026-03-09T20:59:00Z'), // 16:59
    ];
    const outside = [
      minuteFrom('2026-03-06T13:59:00Z'), // 08:59
      minuteFrom('2026-03-06T22:00:00Z'), // 17:00
      minuteFrom('2026-03-09T12:59:00Z'), // 08:59
      minuteFrom('2026-03-09T21:00:00Z'), // 17:00, and 16:00 to a tool that kept the offset of winter
    ];
    const [uptime] = judged(change, '2026-03', aSeries(march, badIn(...inside, ...outside)));
    // March 2026 has 22 working days of 480 minutes.
    expect(uptime).toMatchObject({
      ...march,
      ledger: { scheduled: 10_560, excluded: 0, good: 10_556, bad: 4, unmeasured: 0 },
      badRanges: inside,
      display: '99.962 %',
    });
    const days = Object.fromEntries((uptime?.days ?? []).map(({ date, ledger }) => [date, ledger]));
    expect(Object.keys(days)).toHaveLength(31);
    expect(days['2026-03-06']).toMatchObject({ scheduled: 480, bad: 2 });
    expect(days['2026-03-08']).toMatchObject({ scheduled: 0 });
    expect(days['2026-03-09']).toMatchObject({ scheduled: 480, bad: 2 });
  });

  it('keep no minute of an outage that ended before they opened, nor lose one of an outage that they held', () => {
    const early = { start: at('2026-03-09T12:00:00Z'), end: at('2026-03-09T13:00:00Z') }; // 08:00 to 09:00
    const late = { start: at('2026-03-09T20:00:00Z'), end: at('2026-03-09T21:00:00Z') }; // 16:00 to 17:00
    expect(judged(change, '2026-03', aSeries(march, badIn(early)))[0]?.badRanges).toEqual([]);
    expect(judged(change, '2026-03', aSeries(march, badIn(late)))[0]?.badRanges).toEqual([late]);
  });
});
