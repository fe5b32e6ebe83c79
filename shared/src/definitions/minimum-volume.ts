// Minutes without downtime over minutes, where a minute is downtime only if enough was asked in it and
// enough of that failed, so that what nobody uses is never down. So do Google's agreements define Monthly
// Uptime Percentage; the numbers are those for Cloud Functions of 2021-05-12
// (cloud.google.com/legal/archive/functions/sla-20210512): Downtime is "more than a ten percent Error Rate",
// which is "subject to a minimum of 100 attempted executions in the measurement period", and a Downtime
// Period is "one or more consecutive minutes of Downtime". Others take five or ten minutes.
import { percentage, ratio } from '../exact/ratio.ts';
import { countLedger } from '../measurement/ledger.ts';
import type { CheckedWindow } from './checked-window.ts';
import type { Definition, MinimumVolume } from './definition.ts';
import { judgedShares } from './judged-shares.ts';

export const publishedVolume: MinimumVolume = { checks: 100, threshold: '10%', consecutiveMinutes: 1 };

export const minimumVolumeMinutes: Definition = {
  name: 'minimum-volume-minutes',
  formula: (judged, { volume: { checks, threshold, consecutiveMinutes } }) => {
    const share = judged === 'bad' ? 'downtime / minutes' : '(minutes - downtime) / minutes';
    const run =
      consecutiveMinutes === 1 ? 'a minute' : `${consecutiveMinutes} or more minutes in a row, each`;
    return `${share}; downtime is ${run} with at least ${checks} checks of which more than ${threshold} are bad`;
  },
  unmeasured: () => 'An unmeasured minute is downtime in the worst case and none in the best.',
  figures(window, { judging, volume }) {
    const { over, tooFew, unmeasured } = columnsOf(window, volume);
    const { countable } = countLedger(window.minutes.minutes);
    const minutes = countOf(window.counted);
    const down = countInRuns(over, volume.consecutiveMinutes);
    const missing = countOf(unmeasured);
    const eitherWay = over.map((isOver, minute) => isOver | (unmeasured[minute] ?? 0));
    const mostDown = countInRuns(eitherWay, volume.consecutiveMinutes);
    const share = (lost: number) => (minutes === 0 ? null : ratio(minutes - lost, minutes));
    return {
      ...judgedShares(
        { countable, worst: share(mostDown), best: share(down) },
        window.checks.judged,
        judging.terms,
      ),
      counts: { unit: 'minute', good: minutes - down - missing, bad: down, unmeasured: missing, tooFew },
    };
  },
};

/** By minute: 1 where it is over the threshold with enough checks, and where it has none and is unmeasured. */
function columnsOf({ events, counted, unmeasured }: CheckedWindow, volume: MinimumVolume) {
  const { num, den } = percentage(volume.threshold);
  const columns = { over: counted.slice().fill(0), tooFew: 0, unmeasured: unmeasured.slice() };
  for (let minute = 0; minute < counted.length; minute++) {
    const total = events.total[minute] ?? 0;
    if (counted[minute] === 0 || total === 0) continue;
    columns.unmeasured[minute] = 0;
    const bad = total - (events.good[minute] ?? 0);
    if (bad === 0 || BigInt(bad) * den <= BigInt(total) * num) continue;
    if (total >= volume.checks) columns.over[minute] = 1;
    else columns.tooFew += 1;
  }
  return columns;
}

/** How many minutes stand in runs of at least `length`; a minute that does not count ends a run. */
function countInRuns(column: Uint8Array, length: number): number {
  let [run, sum] = [0, 0];
  for (let minute = 0; minute <= column.length; minute++) {
    if (column[minute] === 1) run += 1;
    else {
      if (run >= length) sum += run;
      run = 0;
    }
  }
  return sum;
}

function countOf(column: Uint8Array): number {
  return column.reduce((sum, value) => sum + value, 0);
}
