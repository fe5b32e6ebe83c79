// Lengths of time in words.
import { MINUTE } from '@upheld/shared/time/instant';
import type { Interval } from '@upheld/shared/time/instant';

/** The whole minutes of an interval; ledgers hold nothing finer. */
export function minutesOf({ start, end }: Interval): number {
  return Math.round((end - start) / MINUTE);
}

/** Minutes as people say them: `23 min`, `2 h 5 min`, `3 d 4 h`. Days are 24 hours. */
export function spanWords(minutes: number): string {
  const whole = Math.max(0, Math.floor(minutes));
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor((whole % 1440) / 60), whole % 60];
  const parts = days > 0 ? [`${days} d`, hours > 0 ? `${hours} h` : ''] : hourParts(hours, rest);
  return parts.filter((part) => part !== '').join(' ');
}

function hourParts(hours: number, minutes: number): string[] {
  if (hours === 0) return [`${minutes} min`];
  return [`${hours} h`, minutes > 0 ? `${minutes} min` : ''];
}
