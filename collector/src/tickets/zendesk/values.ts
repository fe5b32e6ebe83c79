// Which values the fields of a Zendesk ticket had after each update, as far as clocks depend on them.
import type { FieldChange, ZendeskAudit } from './records.ts';

/** `custom` is the id of a custom status; a text is empty where the field is. */
export type Values = { status: string; custom: string; severity: string; requester: number | null };

/** What the audits call the fields. */
export type FieldNames = ReadonlyMap<string, keyof Values>;

/** Custom fields are named by their ids. */
export function fieldNames(severityField: number | undefined): FieldNames {
  return new Map<string, keyof Values>([
    ['status', 'status'],
    ['custom_status_id', 'custom'],
    ['requester_id', 'requester'],
    [severityField === undefined ? 'priority' : String(severityField), 'severity'],
  ]);
}

/** A ticket before its first update. */
export function valuesBefore(requester: number | null): Values {
  return { status: 'new', custom: '', severity: '', requester };
}

/** The values once an update is done. */
export function valuesAfter(before: Values, { events }: ZendeskAudit, names: FieldNames): Values {
  const values = { ...before };
  for (const event of events) {
    if (event.type === 'Create' || event.type === 'Change') set(values, event, names);
  }
  return values;
}

function set(values: Values, { field_name, value }: FieldChange, names: FieldNames): void {
  const name = names.get(field_name);
  if (name === undefined) return;
  if (name !== 'requester') values[name] = value;
  else if (/^\d{1,15}$/.test(value)) values.requester = Number(value);
}
