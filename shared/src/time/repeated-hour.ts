// The hour that comes twice, when clocks are set back: a reading of the wall clock alone does not tell which it is.

/**
 * The offset from UTC where the clocks of the zone show this reading twice, and an empty text everywhere else.
 *
 *     offsetIfRepeated(Temporal.ZonedDateTime.from('2026-11-01T01:30-05:00[America/New_York]')); // '-05:00'
 */
export function offsetIfRepeated(at: Temporal.ZonedDateTime): string {
  const reading = at.toPlainDateTime();
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    reading.toZonedDateTime(at.timeZoneId, { disambiguation }),
  );
  return earlier?.epochMilliseconds === later?.epochMilliseconds ? '' : at.offset;
}
