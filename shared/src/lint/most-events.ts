// The most that a promise's verdict can count in one period: scheduled minutes, or one event for every
// slot of its sources (measurement.md sections 2 and 4). A retry is another attempt of the same slot.
import type { Agreement, Objective, Source } from '../agreement/agreement.ts';
import { countsTraffic } from '../agreement/counted-source.ts';
import { milliseconds } from '../time/duration.ts';
import type { Interval } from '../time/instant.ts';
import { countMinutes } from '../time/scheduled-minutes.ts';
import { slotIndex, slotPhase } from '../time/slots.ts';

/** What is judged together: the pooled sources of an objective, or with `each: source` one of them. */
export type Judged = { agreement: string; sources: Source[]; counts: 'minutes' | 'requests' | 'checks' };

/** The groups of an objective whose numbers are known beforehand: all minutes, and slots of probed sources. */
export function judgedGroups(
  agreement: Pick<Agreement, 'name' | 'sources'>,
  { indicator }: Objective,
): Judged[] {
  const named = indicator.sources.flatMap((name) =>
    agreement.sources.filter((source) => source.name === name),
  );
  const groups = indicator.each === 'source' ? named.map((source) => [source]) : [named];
  const counts = countedBy(indicator.type);
  return groups
    .filter((sources) => sources.length > 0 && (counts === 'minutes' || sources.every(isProbed)))
    .map((sources) => ({ agreement: agreement.name, sources, counts }));
}

/**
 * The most that `judged` can count in these scheduled minutes. A source has as many vantages as must
 * agree. `everyMs` is a cadence to try: slower sources are taken to be probed that often.
 */
export function mostEvents(judged: Judged, scheduled: Interval[], everyMs = Infinity): number {
  if (judged.counts === 'minutes') return countMinutes(scheduled);
  return judged.sources.reduce((sum, source) => {
    const cadence = Math.min(milliseconds(source.every), everyMs);
    const phase = slotPhase(judged.agreement, source.name, cadence);
    return sum + slotsIn(scheduled, phase, cadence) * source.agreeing;
  }, 0);
}

function slotsIn(ranges: Interval[], phase: number, everyMs: number): number {
  return ranges.reduce(
    (sum, { start, end }) => sum + slotIndex(end - 1, phase, everyMs) - slotIndex(start - 1, phase, everyMs),
    0,
  );
}

/** The word for what a verdict of this kind of indicator counts. */
export function countedBy(indicator: string): Judged['counts'] {
  if (indicator === 'availability') return 'minutes';
  return indicator === 'freshness' ? 'checks' : 'requests';
}

/** A file may bring any number of rows, whatever cadence is written, and real traffic is as much as it is. */
function isProbed(source: Source): boolean {
  return source.type !== 'import' && !countsTraffic(source);
}
