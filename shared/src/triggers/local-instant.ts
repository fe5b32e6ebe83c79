// How a trigger's sentence writes an instant: as the clock on the parties' wall showed it.
import type { Instant } from '../time/instant.ts';
import { offsetIfRepeated } from '../time/repeated-hour.ts';

/**
 * Date, time and zone, with seconds and milliseconds only where they are not zero. Of an hour that comes
 * twice, when clocks are set back, the offset from UTC tells which one it was. Throws a RangeError on a
 * zone that the platform does not know.
 *
 *     localInstant(Date.UTC(2026, 10, 12, 14, 31), 'America/New_York'); // '2026-11-12 09:31 America/New_York'
 */
export function localInstant(instant: Instant, zone: string): string {
  const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const time = at.toPlainTime().toString({ smallestUnit: finestUnit(instant) });
  return `${at.toPlainDate().toString()} ${time}${offsetIfRepeated(at)} ${zone}`;
}

function finestUnit(instant: Instant): 'minute' | 'second' | 'millisecond' {
  if (instant % 60_000 === 0) return 'minute';
  return instant % 1000 === 0 ? 'second' : 'millisecond';
}
