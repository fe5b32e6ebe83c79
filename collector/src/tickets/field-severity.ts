// How severe a ticket is, where a desk keeps it in a field of its own: what the agreement maps its values to.
import { wholeNumber } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { SyncError } from '../connectors/connector.ts';

const level = wholeNumber('a severity', { min: 1, max: 9 }, 1);

/** `severity` of a spec. `field` is `priority` unless it says otherwise; `pattern` is how the desk calls fields. */
export function fieldSeverity(map: string, custom: string, pattern: RegExp) {
  const rule = such('the field is priority, or as the desk calls another', custom);
  const mapRule = such('map has the severity of at least one value', map);
  return part('severity has a map, and a field unless it is the priority', `{ map: ${map} }`, {
    field: z.string(rule).regex(pattern, rule).default('priority'),
    map: z.record(z.string(), level, mapRule).refine((given) => Object.keys(given).length > 0, mapRule),
    /** Of every other value. Without it, where the field is empty, the least severe of the map. */
    otherwise: level.optional(),
  });
}

export type FieldSeverity = z.output<ReturnType<typeof fieldSeverity>>;

/** What a field holds, as text: some desks write numbers. Nothing, where it holds neither. */
export function heldText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The severity that a value stands for. Throws a `SyncError` that quotes no value where there is none. */
export function severityOf(ticket: string, value: string, { field, map, otherwise }: FieldSeverity): number {
  const found = (Object.hasOwn(map, value) ? map[value] : undefined) ?? otherwise;
  if (found !== undefined) return found;
  // Who opens a ticket by mail cannot choose one, and a desk must not stand still until somebody did.
  if (value === '') return Math.max(...Object.values(map));
  throw new SyncError(`ticket ${ticket} has a value in ${field} that severity.map does not name`);
}
