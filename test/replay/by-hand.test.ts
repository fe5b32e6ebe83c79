// Figures of the recorded statements, worked out by hand, so that a recording that is wrong is seen.
import { creditsSchema } from '@upheld/shared/credits/credits-statement';
import { statementSchema } from '@upheld/shared/evaluation/statement';
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';
import { scoreSchema } from '@upheld/shared/score/score-statement';
import { describe, expect, it } from 'vitest';
import { recordedStatement } from './cases.ts';

const recordSchema = statementSchema.extend({ score: scoreSchema.nullable(), credits: creditsSchema });

const at = (iso: string) => Temporal.Instant.from(iso).epochMilliseconds;

function record(name: string) {
  return recordSchema.parse(JSON.parse(recordedStatement(name)));
}

function judged(name: string, promise: string, period: string, source: string | null = null): PromisePeriod {
  const periods = record(name).promises.find((each) => each.name === promise)?.periods;
  const found = periods?.find((each) => each.period === period && each.source === source);
  if (found === undefined) throw new Error(`${name}: no ${promise} in ${period}`);
  return found;
}

describe('the recorded quarter in New York', () => {
  const quarter = (promise: string, period = '2026-Q1', source: string | null = null) =>
    judged('quarter-new-york', promise, period, source);

  it('cuts February at the amendment of the 17th, and judges each part by its own hours and target', () => {
    // 2-6 and 9-13 February are 10 days of 9-17, 480 minutes each. The 16th is a holiday. 17-20 and 23-27 are
    // 9 days of 8-18, 600 minutes each. The API was down from 8 to 9 on the 6th, which was before service hours
    // then, and on the 20th, which was not any more: 5340 / 5400 = 98.888...
    const { ledger, parts, verdict, display, deciding } = quarter('uptime', '2026-02');
    expect(parts.map(({ inputs }) => inputs)).toMatchObject([
      { scheduled: 4800, good: 4800, bad: 0 },
      { scheduled: 5400, good: 5340, bad: 60 },
    ]);
    expect(parts.map(({ terms, verdict: each }) => [terms.target, terms.calendar, each])).toEqual([
      ['99.5%', 'business', 'met'],
      ['99.9%', 'extended', 'missed'],
    ]);
    expect(ledger).toEqual({ scheduled: 10_200, excluded: 0, good: 10_140, bad: 60, unmeasured: 0 });
    expect({ verdict, display, deciding }).toEqual({ verdict: 'missed', display: '98.888 %', deciding: 1 });
  });

  it('keeps local hours after 8 March, and removes what both parties approved and nothing else', () => {
    // 22 working days of 600 minutes. Removed: 13:00-14:30 on the 11th. Bad: an hour each on the 9th (9:00 is
    // 13:00 UTC from the 8th on), the 18th and the 24th, whose exclusion nobody approved. The samples of 12:00
    // and 13:00 on the 26th are missing: that of 11:00 holds for 90 minutes, so 12:30-14:00 is unmeasured.
    // Best: (13200 - 90 - 180) / (13200 - 90) = 12930 / 13110 = 98.627...
    const { ledger, badRanges, unmeasuredRanges, verdict, display, settled } = quarter('uptime', '2026-03');
    expect(ledger).toEqual({ scheduled: 13_200, excluded: 90, good: 12_840, bad: 180, unmeasured: 90 });
    expect(badRanges[0]).toEqual({ start: at('2026-03-09T13:00Z'), end: at('2026-03-09T14:00Z') });
    expect(unmeasuredRanges).toEqual([{ start: at('2026-03-26T16:30Z'), end: at('2026-03-26T18:00Z') }]);
    expect({ verdict, display, settled }).toEqual({
      ...{ verdict: 'missed', display: '98.627 %', settled: { num: '431', den: '437' } },
    });
  });

  it('has one vantage call nothing bad where two must agree, and either source do where any is enough', () => {
    // January has 22 weekdays, less two holidays: 20 * 480 minutes. All: the API on the 14th (not on the 12th,
    // when the east alone failed), orders on the 20th (404) and the 22nd. Any: both were down on 18 March only.
    expect(quarter('uptime', '2026-01').ledger).toMatchObject({ scheduled: 9600, bad: 180 });
    // 20 + 10 + 9 + 22 days = 61 * 480; the exclusion names one of the two sources, so it removes nothing.
    expect(quarter('reachable').ledger).toEqual({
      ...{ scheduled: 29_280, excluded: 0, good: 29_220, bad: 60, unmeasured: 0 },
    });
  });

  it('counts errors by source, without the answers that the clause takes for none', () => {
    // From 17 February on: 31 days of 8 slots from two vantages are 496, less 4 removed and 4 missing. Bad are
    // 2 on 9, 18 and 24 March: 6 / 488 = 1.2295..., cut up. Before: 480, of which 1 + 2 failed: 0.625.
    expect(quarter('errors', '2026-Q1', 'api').parts.map(({ display, inputs }) => [display, inputs])).toEqual(
      [
        ['0.625 %', { by: 'events', judged: 'bad', good: 477, total: 480, slotsCovered: 480, slotsDue: 480 }],
        ['1.230 %', { by: 'events', judged: 'bad', good: 482, total: 488, slotsCovered: 488, slotsDue: 492 }],
      ],
    );
    // One vantage: 240 and 248, each below the minimum sample of 400. The 404 of 20 January is no error.
    expect(quarter('errors', '2026-Q1', 'orders')).toMatchObject({
      ...{ verdict: 'undetermined', doubts: ['minimum-sample'], events: { good: 486, total: 488 } },
    });
  });

  it('leaves requests without a response out of the latency where the clause says so', () => {
    // Of 480 three got no response (12 January from the east, 14 January from both); of 488 two (24 March).
    // Counted from samples.csv with another tool: 462 and 476 of them are under 200 ms; two of 200.0 ms in each
    // vantage are not.
    expect(quarter('latency').parts.map(({ inputs }) => inputs)).toMatchObject([
      { good: 462, total: 477 },
      { good: 476, total: 486 },
    ]);
  });

  it('counts a reading of exactly five seconds as stale, and checks on the hours of UTC', () => {
    // March has 743 hours, from 1 March 05:00 to 1 April 04:00 UTC; every fourth hour from 08:00 to 00:00 is
    // 736 / 4 + 1 = 185. Stale: 8 March 08:00, and 20 March 20:00 with 5000 ms. 183 / 185 = 98.918...
    expect(quarter('fresh', '2026-03')).toMatchObject({
      ...{ verdict: 'missed', display: '98.918 %', events: { good: 183, total: 185 } },
    });
    // January has 186; the six of the 25th were ours: 180 / 186 is above the floor of 95 %.
    expect(quarter('fresh', '2026-01')).toMatchObject({
      ...{ verdict: 'met', events: { good: 179, total: 180 }, coverage: { num: '30', den: '31' } },
    });
  });

  it('proposes a quarter of the fees for each month below 99 %, to be claimed within sixty days', () => {
    const { credits } = record('quarter-new-york');
    if (!credits.hasTable) throw new Error('no credit table');
    expect(credits.claims.map(({ share, amount }) => [share, amount])).toEqual(
      Array.from({ length: 3 }, () => [{ num: '1', den: '4' }, null]),
    );
    // February and March have 28 + 31 days, so the sixtieth day after January is 1 April, in New York.
    expect(credits.claims[0]?.deadline.at).toBe(at('2026-04-02T00:00-04:00'));
  });
});

describe('the recorded quarter of support', () => {
  const clocks = (severity: number, indicator: string) =>
    judged('support-new-york', `issues-severity-${severity}-${indicator}`, '2026-Q4').clocks ?? [];
  const clock = (severity: number, indicator: string, ticket: string) => {
    const found = clocks(severity, indicator).find((each) => each.ticket === ticket);
    return found === undefined ? null : [found.state, found.dueAt];
  };

  it('answers in time at the very instant, and by people only', () => {
    // T-2, opened at 08:00: a bot, a note and automatic mail do not count; a human wrote at 10:00:00.000.
    expect(clock(1, 'first-response', 'T-2')).toEqual(['met', at('2026-10-12T10:00Z')]);
    // T-3, opened in the night in which the clocks go back: two hours are two hours. Of four, one is late.
    expect(clock(1, 'first-response', 'T-3')).toEqual(['missed', at('2026-11-01T06:30Z')]);
    expect(judged('support-new-york', 'issues-severity-1-first-response', '2026-Q4')).toMatchObject({
      ...{ verdict: 'missed', display: '75.000 %', events: { good: 3, total: 4 } },
    });
  });

  it('counts service time over a weekend, the end of daylight saving time and holidays', () => {
    // T-4, Friday 30 October 16:00: an hour until 17:00, and seven on Monday until 16:00 (21:00 UTC).
    expect(clock(2, 'first-response', 'T-4')).toEqual(['met', at('2026-11-02T21:00Z')]);
    // Its resolution, 72 h: 1 on Friday, 8 on each of 2-6 and 9-11 November, 7 on the 12th.
    expect(clock(2, 'resolution', 'T-4')).toEqual(['met', at('2026-11-12T21:00Z')]);
  });

  it('moves a running clock when the severity changes', () => {
    // T-5, raised on 25 November at 11:00: 8 h from there are 6 on that day and 2 on Friday, because of
    // Thanksgiving; 24 h from Tuesday 10:00 would be Monday 10:00. The answer came at 11:30.
    expect(clock(2, 'first-response', 'T-5')).toEqual(['missed', at('2026-11-27T16:00Z')]);
    // T-6, lowered on 22 December: 24 h from Tuesday 9:00 are 8 + 8 + 4 (Christmas Eve) + 4 on Monday.
    expect(clock(3, 'first-response', 'T-6')).toEqual(['met', at('2026-12-28T18:00Z')]);
  });

  it('gives the ticket that is left after a merge the earlier due instant', () => {
    // T-8 (severity 1, 15:00) merges into T-7 (severity 2, 14:00): due at 17:00, answered at 16:50.
    expect(clock(1, 'first-response', 'T-7')).toEqual(['met', at('2026-11-10T17:00Z')]);
    expect(clock(1, 'first-response', 'T-8')).toBeNull();
  });

  it('stops updates and resolution while the reporter is waited for', () => {
    // T-2: the slot from 10:00 stands still from 10:20 to 12:20, so it is due at 13:00; after the reply of 12:50
    // nothing came until 13:50. In all 4 slots were kept of 5.
    expect(
      clocks(1, 'update-cadence')
        .filter(({ ticket }) => ticket === 'T-2')
        .map(({ state, dueAt }) => [state, dueAt]),
    ).toEqual([
      ['missed', at('2026-10-12T13:50Z')],
      ['met', at('2026-10-12T13:00Z')],
      ['met', at('2026-10-12T14:50Z')],
      ['met', at('2026-10-13T09:00Z')],
    ]);
    // Resolution, 24 h from 08:00, later by 2 h of waiting and the 17 h between resolved and reopened.
    expect(clock(1, 'resolution', 'T-2')).toEqual(['met', at('2026-10-14T03:00Z')]);
    // T-6 heard nothing for three business days after 28 December: the close of the 31st, 17:00.
    expect(clock(3, 'update-cadence', 'T-6')).toEqual(['missed', at('2026-12-31T22:00Z')]);
  });

  it('caps the score at 49, because severity 1 was answered late in the quarter before as well', () => {
    const { score } = record('support-new-york');
    const repeated = score?.caps.filter(({ reason }) => reason === 'repeated');
    expect(repeated?.map(({ subject }) => subject?.name)).toEqual(['issues-severity-1-first-response']);
    expect(score).toMatchObject({ cap: 49, shown: 49, band: 'inadequate' });
  });
});

describe('the recorded fiscal year in Berlin', () => {
  // From 1 May to 31 March are 335 days, and both changes of the clocks: 335 * 1440 minutes. Christmas Eve is
  // removed, 1440. Two slots of 360 minutes are bad, of which the storm makes 180 good. Unmeasured: after the
  // slots of 10 September, 9:00-24:00 UTC (the sample of 0:00 holds for 9 h), 900; on 15 January 9:00-18:00, 540.
  const ledger = { scheduled: 482_400, excluded: 1440, good: 478_980, bad: 540, unmeasured: 1440 };

  it('ends on 31 March, and begins with the agreement', () => {
    const { start, end } = judged('fiscal-year-berlin', 'uptime', '2026');
    expect([start, end]).toEqual([at('2025-05-01T00:00+02:00'), at('2026-04-01T00:00+02:00')]);
  });

  it('counts what nobody measured as bad where the clause says so', () => {
    // Worst: 478980 / 480960 = 99.588... against 99.6 %.
    expect(judged('fiscal-year-berlin', 'uptime', '2026')).toMatchObject({
      ...{ verdict: 'missed', display: '99.588 %', ledger },
    });
  });

  it('is undetermined without that clause', () => {
    // Best: (478980 + 1440) / 480960 = 99.887...
    expect(judged('fiscal-year-berlin', 'uptime-in-doubt', '2026')).toMatchObject({
      ...{ verdict: 'undetermined', display: '99.588 % .. 99.887 %', ledger, doubts: ['unmeasured'] },
    });
  });
});

describe('the recorded day in Kolkata, at noon', () => {
  it('is met and at risk: the allowance burns too fast', () => {
    // 6 of 720 minutes are bad: 714 / 720 = 99.166... The month has 17 days, 24480 minutes: the pair of 2 % in
    // 1 h fires above 0.02 * 24480 / 60 = 8.16. Bad are 6 of the last 60 and 3 of the last 5: 10 and 60 times
    // the share allowed.
    const { state, verdict, display, burn, atRisk } = judged('open-day-kolkata', 'uptime', '2026-07');
    expect({ state, verdict, display, atRisk }).toEqual({
      ...{ state: 'open', verdict: 'met', display: '99.166 %', atRisk: true },
    });
    expect(burn[0]).toMatchObject({
      ...{ trigger: 'burn-1h', factor: { num: '204', den: '25' }, state: 'firing' },
      ...{ longBurn: { num: '10', den: '1' }, shortBurn: { num: '60', den: '1' } },
    });
    // 5 % in 6 h: above 3.4, but 6 of 360 minutes are 1.666... times.
    expect(burn[1]).toMatchObject({ trigger: 'burn-6h', longBurn: { num: '5', den: '3' }, state: 'quiet' });
  });

  it('tells when the allowance of the quarter is used up', () => {
    // 17 + 31 + 30 days are 112320 minutes, 112.32 of them allowed; one of 120 is lost: after 13478.4 minutes,
    // 9 days, 8 hours and 38.4 minutes.
    expect(judged('open-day-kolkata', 'uptime-of-the-quarter', '2026-Q3').forecast).toEqual({
      ...{ value: { num: '119', den: '120' }, display: '99.166 %', misses: true },
      budgetSpentAt: at('2026-07-24T03:08Z'),
    });
  });

  it('counts by noon, and ranks requests without a response last', () => {
    // Counted from samples.csv with another tool: of the 720 rows from 18:30 to 06:30 UTC six have no response
    // and 33 took 200 ms or longer; in rising order the 360th, 684th and 713th (0.5, 0.95 and 0.99 of 720).
    expect(judged('open-day-kolkata', 'latency', '2026-07')).toMatchObject({
      ...{ events: { good: 681, total: 720 }, display: '94.583 %', verdict: 'missed' },
      parts: [{ quantiles: { p50: 114, p95: 221.5, p99: 473.3 } }],
    });
  });

  it('calls a clock unknown that fell due while the desk could not be read', () => {
    const { verdict, display, clocks } = judged(
      'open-day-kolkata',
      'issues-severity-1-first-response',
      '2026-07',
    );
    // T-1 was answered; of T-2 nothing is known; T-3 still runs at noon.
    expect({ verdict, display }).toEqual({ verdict: 'undetermined', display: '50.000 % .. 100.000 %' });
    expect(clocks?.map(({ ticket, state }) => [ticket, state])).toEqual([
      ['T-2', 'unknown'],
      ['T-3', 'running'],
      ['T-1', 'met'],
    ]);
  });
});

describe('the recorded traffic in Kolkata', () => {
  // The agreement counts from 9 July 18:30 to 20 July 18:30 UTC, and the amendment of the 16th cuts it on the
  // 15th at 18:30: every edge lies in the middle of an hour.
  const judgedBy = (promise: string) => judged('traffic-kolkata', promise, '2026-07');

  it('counts whole hours of service: no nights, no holiday, nothing that the upgrade cuts', () => {
    // 10, 13 and 14 July, and 16, 17 and 20 July, have 8 hours each from 4 to 12 UTC: 24 and 24. The upgrade, 4:30
    // to 5:30 UTC, cuts two of the first; of the second two were answered without counts. 22 hours of 1,000, 20
    // of them bad; 21 of 1,000 and one without requests, the flood forgiving 600. 20 / 22000 = 0.0909... %.
    const { parts, events, coverage, verdict, display, deciding } = judgedBy('errors');
    expect(parts.map(({ inputs }) => inputs)).toEqual(
      [
        { good: 21_980, total: 22_000 },
        { good: 21_000, total: 21_000 },
      ].map((counts) => ({
        ...{ by: 'events', judged: 'bad', ...counts, slotsCovered: 22, slotsDue: 24 },
        hours: { covered: 22, due: 24 },
      })),
    );
    expect(events).toEqual({ good: 42_980, total: 43_000 });
    expect({ coverage, verdict, display, deciding }).toEqual({
      ...{ coverage: { num: '11', den: '12' }, verdict: 'met', display: '0.091 %', deciding: 0 },
    });
  });

  it('lists the hours that the upgrade cuts, and tells no series from no number', () => {
    const [before, after] = judgedBy('errors').parts;
    expect(before?.undecided?.map(({ start, total, bad, why }) => [start, total, bad, why])).toEqual([
      [at('2026-07-14T04:00Z'), 1000, 100, 'partly excluded'],
      [at('2026-07-14T05:00Z'), 1000, 100, 'partly excluded'],
    ]);
    expect(after?.undecided).toEqual([]);
    expect(after?.traffic?.[0]?.unanswered.map(({ start, fault }) => [start, fault])).toEqual([
      [at('2026-07-16T06:00Z'), 'empty'],
      [at('2026-07-20T07:00Z'), 'not-a-number'],
    ]);
    const forgiven = after?.traffic?.[0]?.slices.filter(({ countsGood }) => countsGood);
    expect(forgiven?.map(({ start, bad }) => [start, bad])).toEqual([
      [at('2026-07-17T09:00Z'), 300],
      [at('2026-07-17T10:00Z'), 300],
    ]);
  });

  it('judges each part by its own target, and the hour that the amendment cuts by neither', () => {
    // Six days are 144 hours from half past to half past: they touch 145 and hold 143, less two without counts:
    // 141 of 200, 8 slow in each. Five days touch 121 and hold 119, less one that was never read: 118 of 200.
    const { parts, coverage, verdict, display, deciding } = judgedBy('latency');
    expect(parts.map(({ inputs, verdict: each, terms }) => [terms.target, each, inputs])).toMatchObject([
      ['95%', 'met', { good: 27_072, total: 28_200, hours: { covered: 141, due: 145 } }],
      ['97%', 'missed', { good: 22_656, total: 23_600, hours: { covered: 118, due: 121 } }],
    ]);
    // 259 of 266; and 22656 / 23600 is 96 %.
    expect({ coverage, verdict, display, deciding }).toEqual({
      ...{ coverage: { num: '37', den: '38' }, verdict: 'missed', display: '96.000 %', deciding: 1 },
    });
    const cut = { start: at('2026-07-15T18:00Z'), end: at('2026-07-15T19:00Z'), total: 200, bad: 200 };
    expect(parts.map(({ undecided }) => undecided?.filter(({ start }) => start === cut.start))).toMatchObject(
      [[cut], [cut]],
    );
    expect(parts[1]?.traffic?.[0]).toMatchObject({
      ...{ thresholdMs: 200, unread: [{ start: at('2026-07-18T02:00Z'), end: at('2026-07-18T03:00Z') }] },
    });
  });

  it('has days that add up to the period, and no quantiles', () => {
    const { days, events, parts } = judgedBy('latency');
    const sum = days.reduce((total, day) => total + (day.events?.total ?? 0), 0);
    expect(sum).toBe(events?.total);
    // 14 July in Kolkata is 18:30 to 18:30 UTC and has the 24 hours that begin in it.
    expect(days.find(({ date }) => date === '2026-07-14')?.events).toEqual({ good: 4608, total: 4800 });
    expect(parts.map(({ quantiles }) => quantiles)).toEqual(
      [0, 1].map(() => ({ p50: null, p95: null, p99: null })),
    );
  });
});
