// Support clocks of a desk that shows some events only between two readings of it.
import { agreedClocks } from './agreed-clocks.ts';
import type { DeskInput, SupportClock } from './clocks.ts';
import { deskClocks } from './clocks.ts';
import { linkedTickets } from './linked.ts';
import { otherReadings } from './readings.ts';

/**
 * The clocks of a desk, of which each verdict holds whenever its observed events were; listed as `deskClocks`
 * lists them.
 *
 * The desk is evaluated with its observed events at their latest, at their earliest, as kind to the supplier as
 * they can be and as hard on it, with pauses as long and as short as they can be. A clock that one of these
 * decides, and that stands otherwise or is missing in another, is `unknown`: a gap in our measuring is not
 * measured. All else is told as of the latest. Tickets without observed events are evaluated once.
 */
export function certainClocks(input: DeskInput): SupportClock[] {
  const clocks = deskClocks(input);
  const known = input.events.filter(({ at }) => at <= input.asOf);
  const observed = known.filter(({ observedAfter }) => observedAfter !== undefined);
  if (observed.length === 0) return clocks;
  const tickets = linkedTickets(known, new Set(observed.map(({ ticket }) => ticket)));
  const events = known.filter(({ ticket }) => tickets.has(ticket));
  const others = otherReadings(events).map((reading) => deskClocks({ ...input, events: reading }));
  const touched = clocks.filter(({ ticket }) => tickets.has(ticket));
  const untouched = clocks.filter(({ ticket }) => !tickets.has(ticket));
  return [...untouched, ...agreedClocks([touched, ...others])].sort(byTicket);
}

function byTicket(a: SupportClock, b: SupportClock): number {
  if (a.ticket === b.ticket) return 0;
  return a.ticket < b.ticket ? -1 : 1;
}
