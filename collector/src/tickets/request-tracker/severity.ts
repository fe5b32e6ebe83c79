// How severe a ticket of Request Tracker is: what its priority or a custom field of it means.
import { wholeNumber } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { SyncError } from '../../connectors/connector.ts';
import type { Transaction } from './answers.ts';
import { isOneOf } from './transactions.ts';

const example = '{ field: CF.Severity, map: { Critical: 1, High: 2 } }';
const fieldRule = such('the field is Priority, or CF. and the name of a custom field', 'CF.Severity');
const mapRule = such('map has the severity of at least one value', '{ Critical: 1, High: 2 }');
const prioritiesRule = such('a map of Priority begins each severity with a whole number', '{ 0: 4, 50: 2 }');
const level = wholeNumber('a severity', { min: 1, max: 9 }, 1);

export const severityTerms = part('severity has a field and a map', example, {
  field: z.string(fieldRule).regex(/^(Priority|CF\.[^'"\\]{1,200})$/, fieldRule),
  /** Of a custom field its values; of Priority the lowest number that a severity begins at. */
  map: z.record(z.string(), level, mapRule).refine((map) => Object.keys(map).length > 0, mapRule),
  /** Of every other value. Without it, where the field is empty, the least severe of the map. */
  otherwise: level.optional(),
}).refine(
  ({ field, map }) => field !== 'Priority' || Object.keys(map).every((key) => /^\d{1,9}$/.test(key)),
  {
    path: ['map'],
    error: prioritiesRule,
  },
);

export type SeverityTerms = z.output<typeof severityTerms>;

/** Where the desk keeps a severity: the ids of the custom fields of that name; none for the priority. */
export type SeverityPlace = { customFields: ReadonlySet<string> };

/** What has to hold for a transaction that changed a severity. */
export function changedSeverity({ customFields }: SeverityPlace): string {
  if (customFields.size === 0) return "(Type = 'Set' AND Field = 'Priority')";
  return `(Type = 'CustomField' AND ${isOneOf('Field', customFields)})`;
}

/** The severity that `value` stands for; that of a ticket where there is none is a SyncError. */
export function severityOf(ticket: string, value: string, terms: SeverityTerms): number {
  const found = mapped(value, terms) ?? terms.otherwise;
  if (found !== undefined) return found;
  // Whoever opens a ticket by mail cannot choose one, and a desk must not stand still until somebody did.
  if (value === '') return Math.max(...Object.values(terms.map));
  throw new SyncError(`ticket ${ticket} has a value in ${terms.field} that severity.map does not name`);
}

function mapped(value: string, { field, map }: SeverityTerms): number | undefined {
  if (value === '') return undefined;
  if (field !== 'Priority') return Object.hasOwn(map, value) ? map[value] : undefined;
  const starts = Object.entries(map).sort(([a], [b]) => Number(b) - Number(a));
  return starts.find(([start]) => Number(start) <= Number(value))?.[1];
}

/** Whether a transaction changed a severity. */
export function changesSeverity({ type, field }: Transaction, { customFields }: SeverityPlace): boolean {
  if (customFields.size === 0) return type === 'Set' && field === 'Priority';
  return type === 'CustomField' && customFields.has(field);
}
