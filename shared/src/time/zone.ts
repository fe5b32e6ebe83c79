// The offsets of an IANA time zone. The platform answers every question exactly, but each answer costs
// microseconds and an evaluation asks hundreds of thousands; what it said is kept per zone.
import type { Instant } from './instant.ts';

/** A stretch `[start, end)` in which a zone keeps one offset from UTC (milliseconds, east positive). */
export type OffsetStretch = { start: Instant; end: Instant; offset: number };

const known = new Map<string, OffsetStretch[]>();

/** The stretch that holds `instant`. Throws a RangeError on a zone that the platform does not know. */
export function offsetStretch(instant: Instant, zone: string): OffsetStretch {
  const stretches = known.get(zone) ?? [];
  const found = stretches.find(({ start, end }) => start <= instant && instant < end);
  if (found !== undefined) return found;
  const stretch = askPlatform(instant, zone);
  // The newest stands first: what is asked next is mostly near what was asked last.
  known.set(zone, [stretch, ...stretches]);
  return stretch;
}

function askPlatform(instant: Instant, zone: string): OffsetStretch {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone);
  // `previous` means strictly before, so a transition at the instant itself is found from just after it.
  const start = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const end = at.getTimeZoneTransition('next');
  return {
    start: start?.epochMilliseconds ?? -Infinity,
    end: end?.epochMilliseconds ?? Infinity,
    offset: at.offsetNanoseconds / 1_000_000,
  };
}
