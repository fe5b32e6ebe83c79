// Which clocks of a period are listed for people where there are very many: a desk has tens of thousands of
// tickets. What is not listed is counted by its state, and every figure stays.
import type { ClocksMore, PromisePeriod, PromiseStatement } from './statement.ts';

/** As many clocks of a period are listed: the missed first, then unknown, running and met ones. */
export const mostClocksListed = 200;

const none: ClocksMore = { missed: 0, unknown: 0, running: 0, met: 0 };

/** The promise with the first `mostClocksListed` clocks of each period; those left off are in `clocksMore`. */
export function fewListed(promise: PromiseStatement): PromiseStatement {
  return { ...promise, periods: promise.periods.map((period) => ({ ...period, ...cut(period) })) };
}

function cut({
  clocks = [],
  clocksMore = none,
}: PromisePeriod): Pick<PromisePeriod, 'clocks' | 'clocksMore'> {
  const left = clocks.slice(mostClocksListed);
  if (left.length === 0) return {};
  const of = (state: keyof ClocksMore) =>
    clocksMore[state] + left.reduce((sum, clock) => sum + Number(clock.state === state), 0);
  return {
    clocks: clocks.slice(0, mostClocksListed),
    clocksMore: { missed: of('missed'), unknown: of('unknown'), running: of('running'), met: of('met') },
  };
}
