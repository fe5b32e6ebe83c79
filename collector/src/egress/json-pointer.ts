// JSON pointers (RFC 6901): `/data/0/id` names a place in a JSON document, the empty text all of it.
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';

/** What a pointer has to look like. */
export function pointerRule(example: string): string {
  return such('a JSON pointer starts with / and writes ~ in names as ~0 and / as ~1', example);
}

/** A pointer as files write it. */
export function jsonPointer(example: string) {
  const rule = pointerRule(example);
  return z.string(rule).regex(/^(\/([^~]|~[01])*)?$/, rule);
}

/**
 * What stands at `pointer`; undefined where nothing does. Only a document's own members are seen, so
 * `/__proto__` and `/constructor` find nothing that its author did not write.
 * @example valueAt({ data: [{ id: 7 }] }, '/data/0/id') // 7
 */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const token of pointer.split('/').slice(1)) {
    value = member(value, token.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return value;
}

function member(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(name) ? value[Number(name)] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
