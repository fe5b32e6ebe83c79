// Stretches of time as the agreement's parties write them.
import type { Interval } from '@upheld/shared/time/instant';
import { printDate, printInstant } from './instant.ts';
import type { PrintedInstant } from './instant.ts';

export type PrintedStretch = { from: PrintedInstant; to: PrintedInstant };

/** `6 Oct 2026, 14:00` to `15:00`: the end names its date only where that is another one. */
export function printStretch({ start, end }: Interval, zone: string): PrintedStretch {
  const to = printInstant(end, zone);
  const isSameDay = printDate(start, zone) === printDate(end, zone);
  const text = isSameDay ? to.text.slice(to.text.indexOf(', ') + 2) : to.text;
  return { from: printInstant(start, zone), to: { ...to, text } };
}
