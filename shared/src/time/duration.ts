// Durations as text: one positive whole number and one unit, such as `24h` (measurement.md section 1).

const lengths = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Units of one fixed length. */
export type ElapsedUnit = keyof typeof lengths;

/** `m` is minutes and never months (`M`); `bd` counts business dates, `M`, `Q` and `Y` move the calendar. */
export type DurationUnit = ElapsedUnit | 'bd' | 'M' | 'Q' | 'Y';

export type Duration = { count: number; unit: DurationUnit };

const elapsedUnits: readonly string[] = Object.keys(lengths);
const pattern = /^([1-9]\d{0,8})(ms|s|m|h|d|w|bd|M|Q|Y)$/;

/** Reads a duration; `parseDuration('2bd')` is 2 business dates. Throws a RangeError that states the rule. */
export function parseDuration(text: string): Duration {
  const [, count, unit] = pattern.exec(text) ?? [];
  if (count === undefined || !isUnit(unit)) {
    const units = [...elapsedUnits, 'bd', 'M', 'Q', 'Y'].join(', ');
    throw new RangeError(
      `got "${text}"; a duration is a whole number from 1 on and one of ${units}, such as 24h`,
    );
  }
  return { count: Number(count), unit };
}

/** The length of a duration in a unit of fixed length: `milliseconds('60s')` is 60,000. Throws a RangeError on others. */
export function milliseconds(text: string): number {
  const { count, unit } = parseDuration(text);
  if (!isElapsed(unit)) {
    throw new RangeError(
      `got "${text}"; its length depends on a calendar: use ${elapsedUnits.join(', ')}, such as 60s`,
    );
  }
  return count * lengths[unit];
}

/** Whether a unit has one fixed length. */
export function isElapsed(unit: DurationUnit): unit is ElapsedUnit {
  return elapsedUnits.includes(unit);
}

function isUnit(text: string | undefined): text is DurationUnit {
  return text !== undefined && (elapsedUnits.includes(text) || ['bd', 'M', 'Q', 'Y'].includes(text));
}
