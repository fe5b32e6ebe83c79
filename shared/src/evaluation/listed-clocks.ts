// Which clocks of a period are listed where there are very many: a ticket that nobody answers has an elapsed
// slot of its update cadence every hour. What is not listed is counted by its state, and every figure stays.
import type { ClockStatement } from '../measurement/figures.ts';
import type { PromisePeriod, PromiseStatement } from './statement.ts';

/** As many clocks of a period are listed for people: the missed first, then unknown, running and met ones. */
export const mostClocksListed = 200;

/** The promise with the first `mostClocksListed` clocks of each period; those left off are in `clocksMore`. */
export function fewListed(promise: PromiseStatement): PromiseStatement {
  return listing(promise, (_clock, place) => place < mostClocksListed);
}

/**
 * The promise as triggers and metrics read it: all its clocks, but of the decided slots of an update cadence
 * those alone that `fewListed` lists too. Nobody reads the others one by one, and there may be millions.
 */
export function fewSlots(promise: PromiseStatement): PromiseStatement {
  if (promise.indicator !== 'update-cadence') return promise;
  return listing(promise, ({ state }, place) => state === 'running' || place < mostClocksListed);
}

type IsListed = (clock: ClockStatement, place: number) => boolean;

function listing(promise: PromiseStatement, isListed: IsListed): PromiseStatement {
  return {
    ...promise,
    periods: promise.periods.map((period) => ({ ...period, ...listed(period, isListed) })),
  };
}

function listed({ clocks, clocksMore }: PromisePeriod, isListed: IsListed) {
  const kept = clocks?.filter(isListed);
  if (clocks === undefined || kept === undefined || kept.length === clocks.length) return {};
  const more = clocksMore ?? { missed: 0, unknown: 0, running: 0, met: 0 };
  const count = (state: ClockStatement['state']) => number(clocks, state) - number(kept, state) + more[state];
  const left = {
    ...{ missed: count('missed'), unknown: count('unknown') },
    ...{ running: count('running'), met: count('met') },
  };
  return { clocks: kept, clocksMore: left };
}

function number(clocks: ClockStatement[], state: ClockStatement['state']): number {
  return clocks.reduce((sum, clock) => sum + Number(clock.state === state), 0);
}
