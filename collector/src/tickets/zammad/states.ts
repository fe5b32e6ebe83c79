// Which states of a Zammad mean that nothing is left to do, by the names that the agreement gives them.
import { SyncError } from '../../connectors/connector.ts';
import { isAmong } from '../standing.ts';
import type { Condition } from './desk.ts';

/** What a ticket becomes that was merged into another. */
const merged = 'merged';

/** The condition that a ticket is open. Throws a `SyncError` where the desk has no state of a name. */
export function isOpen(states: { id: number; name: string }[], resolved: (string | number)[]): Condition {
  for (const name of resolved) {
    if (states.some((state) => state.name === String(name))) continue;
    throw new SyncError(`the desk has no state ${JSON.stringify(name)}, which statuses.resolved names`);
  }
  const over = states.filter(({ name }) => name === merged || isAmong(name, resolved));
  return { field: 'state_id', operator: 'is not', values: over.map(({ id }) => id) };
}
