// The facts that an evaluation is given, and which of them it needs.
import type { Agreement } from '../agreement/agreement.ts';
import type { SampleSeries } from '../facts/sample.ts';
import type { TicketEvent } from '../facts/ticket-event.ts';
import { milliseconds } from '../time/duration.ts';
import type { Instant, Interval } from '../time/instant.ts';
import type { Period } from '../time/period.ts';
import { promiseWindows } from './promise-window.ts';
import type { PromiseWindow } from './promise-window.ts';
import { holdMs } from '../measurement/vantage-minutes.ts';

/** Facts by source name. A source without facts gives an empty list; that is unmeasured, never an error. */
export type Facts = {
  /** One series per vantage. */
  series: (source: string) => SampleSeries[];
  /** `gaps` are stretches of which the desk's events are not known. */
  desk: (source: string) => { events: TicketEvent[]; gaps: Interval[] };
};

export type FactsNeed = { source: string; kind: 'samples' | 'tickets'; start: Instant; end: Instant };

/**
 * What judging `period` needs, one entry a source. Samples reach back by the hold, so that those before
 * the window speak into it; a desk is needed from its beginning, because a clock may have run for long.
 */
export function factsNeeded(agreement: Agreement, period: Period): FactsNeed[] {
  const samples = agreement.sources.flatMap(({ name, every }): FactsNeed[] => {
    const readers = agreement.objectives.filter(({ indicator }) => indicator.sources.includes(name));
    const windows = readers.flatMap((reader) => nonEmpty(promiseWindows(agreement, period, reader.period)));
    const hull = hullOf(windows);
    const reach = holdMs(milliseconds(every));
    return hull === null ? [] : [{ source: name, kind: 'samples', start: hull.start - reach, end: hull.end }];
  });
  const desks = agreement.sources.flatMap(({ name }): FactsNeed[] => {
    const readers = agreement.support.filter(({ source }) => source === name);
    const windows = readers.flatMap((reader) => nonEmpty(promiseWindows(agreement, period, reader.period)));
    const hull = hullOf(windows);
    return hull === null ? [] : [{ source: name, kind: 'tickets', start: 0, end: hull.end }];
  });
  return [...samples, ...desks];
}

function nonEmpty(windows: PromiseWindow[]): PromiseWindow[] {
  return windows.filter(({ start, end }) => start < end);
}

function hullOf(windows: Interval[]): Interval | null {
  if (windows.length === 0) return null;
  const start = Math.min(...windows.map((window) => window.start));
  return { start, end: Math.max(...windows.map((window) => window.end)) };
}
