// Instants as the agreement's parties write them. Month names are our own: the ICU data of Node and of a
// browser differ ("Sep", "Sept"), and a page must not change its words when it wakes up.
import type { Instant } from '@upheld/shared/time/instant';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An instant ready to print: machine-readable, and in words of one zone. */
export type PrintedInstant = { iso: string; text: string };

/** `6 Oct 2026, 14:02` in the zone. Seconds are shown where they are not zero. */
export function printInstant(instant: Instant, zone: string): PrintedInstant {
  const { date, time } = localParts(instant, zone);
  return { iso: new Date(instant).toISOString(), text: `${date}, ${time}` };
}

/** The local date alone: `6 Oct 2026`. */
export function printDate(instant: Instant, zone: string): string {
  return localParts(instant, zone).date;
}

/** `2026-08-04` as `4 Aug`. */
export function shortDate(date: string): string {
  const [, month, day] = date.split('-').map(Number);
  return `${day ?? ''} ${monthName(month ?? 0)}`;
}

function localParts(instant: Instant, zone: string): { date: string; time: string } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const read = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? '';
  const seconds = read('second') === '00' ? '' : `:${read('second')}`;
  return {
    date: `${Number(read('day'))} ${monthName(Number(read('month')))} ${read('year')}`,
    time: `${read('hour')}:${read('minute')}${seconds}`,
  };
}

function monthName(month: number): string {
  return months[month - 1] ?? '';
}
