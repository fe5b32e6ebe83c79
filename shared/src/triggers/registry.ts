// The kinds of trigger that there are, one line each.
import { burnRate } from './burn-rate.ts';
import { irrecoverable } from './irrecoverable.ts';
import { missed } from './missed.ts';
import { responseMissed } from './response-missed.ts';
import type { TriggerKind } from './trigger.ts';

export const triggerKinds: readonly TriggerKind[] = [missed, irrecoverable, responseMissed, burnRate];

/** The kind of a type; throws a RangeError on one that there is not. */
export function triggerKind(type: string): TriggerKind {
  const kind = triggerKinds.find((candidate) => candidate.type === type);
  if (kind !== undefined) return kind;
  const types = triggerKinds.map((candidate) => candidate.type).join(', ');
  throw new RangeError(`got trigger type ${JSON.stringify(type)}; one of ${types}, such as missed`);
}
