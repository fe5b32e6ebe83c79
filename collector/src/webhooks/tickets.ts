// Which ticket a body names. Nothing else of it is looked at, and nothing of it is kept.
import { parseJson } from '../egress/json-body.ts';
import { valueAt } from '../egress/json-pointer.ts';

/** Such an id can stand in a path of its desk without leading anywhere else. */
const plainId = /^\w[\w.-]{0,63}$/;

/**
 * The ticket at the place that `place` names for a body, as a JSON pointer; none where `place` is null, and none
 * where the body is no JSON or has something else there.
 */
export function ticketsIn(body: Uint8Array, place: (document: unknown) => string | null): string[] {
  const read = parseJson(Buffer.from(body).toString('utf8'), 'the body');
  const pointer = read.ok ? place(read.value) : null;
  if (!read.ok || pointer === null) return [];
  const value = valueAt(read.value, pointer);
  const id = Number.isSafeInteger(value) ? String(value) : value;
  return typeof id === 'string' && plainId.test(id) ? [id] : [];
}
