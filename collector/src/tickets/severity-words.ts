// Severities by the words of a desk: `severity.map` and `severity.otherwise` of a spec, and what a value means.
import { wholeNumber } from '@upheld/shared/agreement/fields';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { SyncError } from '../connectors/connector.ts';

const level = wholeNumber('a severity', { min: 1, max: 9 }, 1);

/** The two fields; `example` shows words of that desk. */
export function severityWords(example: string) {
  const rule = such('map gives the desk’s words as severities', example);
  return {
    map: z.record(z.string(), level, rule).refine((map) => Object.keys(map).length > 0, rule),
    /** Of every other value, and of none; without it a ticket that has one cannot be read. */
    otherwise: level.optional(),
  };
}

export type SeverityWords = { map: Record<string, number>; otherwise?: number | undefined };

/** The severity of a value, '' for none; case does not matter. The error quotes nothing of the desk. */
export function severityOf(value: string, { map, otherwise }: SeverityWords, ticket: string): number {
  const named = Object.entries(map).find(([word]) => word.toLowerCase() === value.toLowerCase());
  const severity = named?.[1] ?? otherwise;
  if (severity !== undefined) return severity;
  const what = value === '' ? 'no value' : 'a value';
  throw new SyncError(
    `ticket ${ticket} has or had ${what} that severity.map does not name; name it there, or give severity.otherwise`,
  );
}
