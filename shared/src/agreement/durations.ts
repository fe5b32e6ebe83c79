// Durations as agreement files write them: one positive whole number and one unit (measurement.md section 1).
import { such } from './rule.ts';

/** The units of a duration. `m` is minutes and never months: those are `M`. */
export const unitNames = {
  ms: 'milliseconds',
  s: 'seconds',
  m: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  bd: 'business days',
  M: 'months',
  Q: 'quarters',
  Y: 'years',
} as const;

export type DurationUnit = keyof typeof unitNames;
export type DurationUnits = readonly [DurationUnit, ...DurationUnit[]];

/** Between two looks at something: cadences, timeouts, delays. */
export const elapsedUnits = ['ms', 's', 'm', 'h', 'd', 'w'] as const satisfies DurationUnits;

/** What support and working groups promise: service time or business days. */
export const serviceUnits = ['m', 'h', 'd', 'w', 'bd'] as const satisfies DurationUnits;

/** What contracts count their deadlines in. */
export const legalUnits = ['d', 'w', 'bd', 'M', 'Q', 'Y'] as const satisfies DurationUnits;

/** Matches a duration in one of `units`. */
export function durationPattern(units: DurationUnits): RegExp {
  return new RegExp(`^[1-9]\\d{0,5}(${units.join('|')})$`);
}

/** How many of each unit a century holds, in days of 24 hours where it counts days. */
const centuries: Record<DurationUnit, number> = {
  ...{ ms: 36_525 * 86_400_000, s: 36_525 * 86_400, m: 36_525 * 1440, h: 36_525 * 24 },
  ...{ d: 36_525, w: 36_525 / 7, bd: 36_525, M: 1200, Q: 400, Y: 100 },
};

/** False for a duration of more than 100 years; true for any other text. */
export function isWithinCentury(text: string): boolean {
  const count = Number.parseInt(text, 10);
  const unit = text.replace(/^\d+/, '');
  return !Object.entries(centuries).some(([known, most]) => known === unit && count > most);
}

/** The rule that `input` broke; `12m` where only months can be meant is answered with `12M`. */
export function durationRule(units: DurationUnits, example: string, input: unknown): string {
  const months = monthsFor(input, units);
  if (months !== null) return such('m is minutes and M is months', months);
  return such(`a duration is a whole number of ${listed(units)}`, example);
}

function monthsFor(input: unknown, units: readonly DurationUnit[]): string | null {
  const takesMonths = units.includes('M') && !units.includes('m');
  return takesMonths && typeof input === 'string' && /^[1-9]\d*m$/.test(input)
    ? input.replace('m', 'M')
    : null;
}

function listed(units: readonly DurationUnit[]): string {
  const words = units.map((unit) => `${unitNames[unit]} (${unit})`);
  return words.length === 1 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
