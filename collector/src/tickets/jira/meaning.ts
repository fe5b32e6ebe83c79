// What the words of a Jira mean: which issues are the partner's, which severity and standing they have.
import { text } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { fieldOf, type FieldValue, type JiraIssue } from './records.ts';
import { severityWords } from '../severity-words.ts';

const customRule = such('field is the id of a field', 'customfield_10050');
const fieldId = z.string(customRule).regex(/^([a-z]+|customfield_\d{1,10})$/i, customRule);

/** `only` of a spec: the partner's issues have one of these values in that field. */
export const jiraOnly = part(
  'only names a field and values',
  '{ field: customfield_10002, values: [Acme] }',
  { field: fieldId, values: list('values are a list', '[Acme]', text('a value', 'Acme'), 1) },
);

/** `severity` of a spec: by the priority, or by a custom field that is named by its id. */
export const jiraSeverity = part(
  'severity says where it stands and what it means',
  '{ field: priority, map: { Highest: 1, High: 2 } }',
  { field: fieldId.default('priority'), ...severityWords('{ Highest: 1, High: 2 }') },
);

/** Statuses by their names, at least `min` of them. */
export function jiraStatuses(example: string, min: number) {
  const rule = such('a status is named as the project names it', example);
  return list('statuses are a list of names', `[${example}]`, z.string(rule).min(1, rule), min);
}

export type Only = z.output<typeof jiraOnly>;

/** Whether an issue is the partner's, as it is now. */
export function isOurs(issue: JiraIssue, only: Only | undefined): boolean {
  if (only === undefined) return true;
  const words = wordsOf(fieldOf(issue, only.field));
  return only.values.some((value) => words.includes(value));
}

/** The text of a field as people see it; '' where it is empty. */
export function shownText(value: FieldValue): string {
  if (Array.isArray(value)) return value.map((one) => shownText(one)).join(', ');
  if (value === null || typeof value === 'string') return value ?? '';
  return value.value ?? value.name ?? '';
}

function wordsOf(value: FieldValue): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => wordsOf(one));
  if (value === null || typeof value === 'string') return value === null ? [] : [value];
  return [value.id, value.name, value.value].flatMap((word) => word ?? []);
}
