// What Zammad says of its own clocks. While one runs it names when it escalates; once it was stopped, how many
// minutes were left, less than none where it was too late. One that stands still says nothing.
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import type { ReadTicket } from './desk.ts';

/** One opinion for each clock that an SLA of Zammad has for the ticket. */
export function zammadOpinions({ number, clocks, readAt }: ReadTicket): VendorClock[] {
  return clocks.flatMap(({ kind, dueAt, minutesLeft }): VendorClock[] => {
    const base = { ticket: String(number), kind, readAt };
    if (dueAt !== null) return [{ ...base, state: dueAt < readAt ? 'missed' : 'running', dueAt }];
    if (minutesLeft === null) return [];
    return [{ ...base, state: minutesLeft < 0 ? 'missed' : 'met', dueAt: null }];
  });
}
