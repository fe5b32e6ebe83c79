// The facts that an evaluation is given, and which of them it needs.
import type { Agreement } from '../agreement/agreement.ts';
import { countsTraffic } from '../agreement/counted-source.ts';
import type { LoadTest } from '../facts/load-test.ts';
import type { Slice } from '../facts/slice.ts';
import type { TicketEvent } from '../facts/ticket-event.ts';
import { milliseconds } from '../time/duration.ts';
import type { Instant, Interval } from '../time/instant.ts';
import type { Period } from '../time/period.ts';
import { HOUR } from '../measurement/due-hours.ts';
import type { VantageFacts } from '../measurement/tallied.ts';
import { holdMs } from '../measurement/vantage-minutes.ts';
import { reachOfPart } from './burn-window.ts';
import { sourceOf } from './named-parts.ts';
import { everyPromise, promiseWindows } from './promise-periods.ts';
import type { Part } from './promise-periods.ts';

/** Facts by source name. A source without facts gives an empty list; that is unmeasured, never an error. */
export type Facts = {
  /** One series per vantage. */
  series: (source: string) => VantageFacts[];
  /** Traffic that the source counted. */
  slices: (source: string) => Slice[];
  /** `gaps` are stretches of which the desk's events are not known. */
  desk: (source: string) => { events: TicketEvent[]; gaps: Interval[] };
  /** The load tests of an objective. */
  loadTests: (objective: string) => LoadTest[];
};

export type FactsNeed = {
  source: string;
  kind: 'samples' | 'slices' | 'tickets';
  start: Instant;
  end: Instant;
};

/**
 * What judging `period` at `asOf` needs, one entry a source; two where an amendment made another kind of it.
 * Samples reach back by the burn windows of what runs, and by the hold, so that those before a window speak
 * into it; slices by an hour, so that one across its edge is seen; a desk is needed from its beginning, because
 * a clock may have run for long.
 */
export function factsNeeded(agreement: Agreement, period: Period, asOf: Instant): FactsNeed[] {
  const needs = new Map<string, FactsNeed>();
  for (const promise of everyPromise(agreement)) {
    for (const { parts } of promiseWindows(agreement, period, promise)) {
      for (const need of parts.flatMap((part) => needsOf(part, asOf))) {
        const key = `${need.kind} ${need.source}`;
        const known = needs.get(key) ?? need;
        const start = Math.min(known.start, need.start);
        needs.set(key, { ...known, start, end: Math.max(known.end, need.end) });
      }
    }
  }
  return [...needs.values()];
}

function needsOf(part: Part, asOf: Instant): FactsNeed[] {
  const {
    window: { end },
    version,
    promised,
  } = part;
  const start = reachOfPart(part, asOf);
  return promised.sources.map((source) => {
    if (promised.matrix !== null) return { source, kind: 'tickets', start: 0, end };
    const terms = sourceOf(version.terms, source);
    if (countsTraffic(terms)) return { source, kind: 'slices', start: start - HOUR, end };
    const hold = holdMs(milliseconds(terms.every));
    return { source, kind: 'samples', start: start - hold, end };
  });
}
