// The queue that a desk is: its id, and where its tickets keep their severity. Asking for it first tells a
// name that is misspelt from a queue in which nothing happens.
import { SyncError } from '../../connectors/connector.ts';
import { queueAnswer } from './answers.ts';
import type { AskTracker } from './desk.ts';
import type { SeverityPlace, SeverityTerms } from './severity.ts';

export type Queue = { id: number; place: SeverityPlace };

/** A `SyncError` where the token sees no such queue, or no custom field of that name in it. */
export async function readQueue(
  ask: AskTracker,
  { queue, severity: { field } }: { queue: string; severity: SeverityTerms },
): Promise<Queue> {
  const { value } = await ask({ path: `queue/${encodeURIComponent(queue)}` }, queueAnswer);
  if (field === 'Priority') return { id: value.id, place: { customFields: new Set() } };
  const named = value.TicketCustomFields.filter(({ name }) => `CF.${name}` === field);
  if (named.length > 0) return { id: value.id, place: { customFields: new Set(named.map(({ id }) => id)) } };
  throw new SyncError(`the tickets of the queue have no ${field} that the token may see`);
}
