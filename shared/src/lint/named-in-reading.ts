// Whether a reading settles a figure: it does once it names it.
import { parseDuration } from '../time/duration.ts';

/** True for a reading that says `100 %` or `100%` where the file says `100%` or `100.0%`. */
export function namesPercentage(reading: string | null, percentage: string): boolean {
  const figure = Number.parseFloat(percentage);
  return reading !== null && new RegExp(`(?<![\\d.])${figure}\\s?(%|per ?cent)`, 'i').test(reading);
}

/** True for a reading that says `24 h`, `24-hour` or `24 hours` where the file says `24h`. */
export function namesDuration(reading: string | null, duration: string): boolean {
  const { count, unit } = parseDuration(duration);
  return reading !== null && new RegExp(`\\b${count}[\\s-]?${unit}`, 'i').test(reading);
}
