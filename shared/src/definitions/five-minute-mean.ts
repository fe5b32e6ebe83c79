// The mean of the good shares of 5-minute intervals: a night of two checks an interval weighs as much as a
// day of a thousand (OpenSLO budgeting method RatioTimeslices). So is Monthly Uptime Percentage defined in
// Amazon's S3 and API Gateway agreements: "subtracting from 100% the average of the Error Rates from each
// 5-minute interval in the monthly billing cycle. If you did not make any requests in a given 5-minute
// interval, that interval is assumed to have a 0% Error Rate" (aws.amazon.com/s3/sla, 2023-11-28;
// aws.amazon.com/api-gateway/sla says the same of Availability). There no requests means that nobody asked;
// where nobody asked because our measuring stood still, the interval is unmeasured.
import { addRatios, ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { countLedger } from '../measurement/ledger.ts';
import type { CheckedWindow } from './checked-window.ts';
import type { Definition } from './definition.ts';
import { judgedShares } from './judged-shares.ts';

const INTERVAL_MINUTES = 5;

export const fiveMinuteMean: Definition = {
  name: 'five-minute-mean',
  formula: (judged) => `mean over 5-minute intervals of ${judged} checks / checks`,
  unmeasured: () =>
    'An interval without a check is all good if none was due; if one was, it is all bad in the worst case and all good in the best.',
  figures(window, { judging }) {
    const { intervals, unmeasured, bad, sum } = tallied(window);
    const { countable } = countLedger(window.minutes.minutes);
    const mean = (total: Ratio) => ratio(total.num, total.den * BigInt(intervals));
    const worst = intervals === 0 ? null : mean(sum);
    const best = intervals === 0 ? null : mean(addRatios(sum, ratio(unmeasured, 1)));
    return {
      ...judgedShares({ countable, worst, best }, window.checks.judged, judging.terms),
      counts: { unit: 'five-minute interval', good: intervals - bad - unmeasured, bad, unmeasured },
    };
  },
};

/** `sum` is that of the good shares of the intervals that are measured, `bad` counts those with a bad check. */
type Tally = { intervals: number; unmeasured: number; bad: number; sum: Ratio };

/** Intervals are counted from the window's first minute; one without a minute that counts is none. */
function tallied(window: CheckedWindow): Tally {
  const tally = { intervals: 0, unmeasured: 0, bad: 0 };
  let idle = 0;
  const goodByTotal = new Map<number, number>();
  for (let from = 0; from < window.counted.length; from += INTERVAL_MINUTES) {
    const { good, total, counted, unmeasured } = countInterval(window, from);
    if (counted === 0) continue;
    tally.intervals += 1;
    if (good < total) tally.bad += 1;
    if (total > 0) goodByTotal.set(total, (goodByTotal.get(total) ?? 0) + good);
    else if (unmeasured > 0) tally.unmeasured += 1;
    else idle += 1;
  }
  const shares = [...goodByTotal].map(([total, good]) => ratio(good, total));
  return { ...tally, sum: shares.reduce(addRatios, ratio(idle, 1)) };
}

function countInterval({ events, counted, unmeasured }: CheckedWindow, from: number) {
  const sums = { good: 0, total: 0, counted: 0, unmeasured: 0 };
  const end = Math.min(from + INTERVAL_MINUTES, counted.length);
  for (let minute = from; minute < end; minute++) {
    if (counted[minute] === 0) continue;
    sums.counted += 1;
    sums.good += events.good[minute] ?? 0;
    sums.total += events.total[minute] ?? 0;
    sums.unmeasured += unmeasured[minute] ?? 0;
  }
  return sums;
}
