// How ids and instants of a desk are printed: a terminal obeys characters that are no text.
import type { Instant } from '@upheld/shared/time/instant';

const longest = 40;

/** An id as it may stand in a terminal: what is no text becomes a question mark, and the end of a long one goes. */
export function ticketName(id: string): string {
  const text = id.replace(/[^\p{L}\p{N}\p{P}\p{S}]/gu, '?');
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** To the second, in UTC. */
export function instantName(at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'second' });
}
