// What severities, statuses and users of a Redmine mean. Agreements name priorities and statuses as people
// see them; the journals hold their ids.
import { oneOf, wholeNumber } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { SyncError } from '../../connectors/connector.ts';
import type { Named } from './answers.ts';
import { customField, priorityField, type Meaning } from './events.ts';
import type { Questions } from './questions.ts';

const example = '{ by: priority, map: { Urgent: 1, High: 2 } }';
const mapRule = such('map gives the desk’s words as severities', '{ Urgent: 1, High: 2 }');
const fieldRule = such('field is the id of the custom field, where severity goes by one', '7');
const level = wholeNumber('a severity', { min: 1, max: 9 }, 1);

/** `severity` of a spec: by the priority, or by a custom field that is named by its id. */
export const redmineSeverity = part('severity says where it stands and what it means', example, {
  by: oneOf(['priority', 'custom-field']),
  field: wholeNumber('field', { min: 1, max: 1_000_000 }, 7).optional(),
  map: z.record(z.string(), level, mapRule).refine((map) => Object.keys(map).length > 0, mapRule),
  /** Of every other value, and of none; without it an issue that has one cannot be read. */
  otherwise: level.optional(),
}).refine(({ by, field }) => (by === 'custom-field') === (field !== undefined), {
  path: ['field'],
  error: fieldRule,
});

/** Statuses by their names, at least `min` of them. */
export function statusNames(example: string, min: number) {
  const rule = such('a status is named as the desk names it', example);
  return list('statuses are a list of names', `[${example}]`, z.string(rule).min(1, rule), min);
}

export type MeaningTerms = {
  severity: z.output<typeof redmineSeverity>;
  supplier: { users: number[] };
  bots: number[];
  waiting: string[];
  resolved: string[];
};

/** Asks the desk for the ids of names. Throws a `SyncError` for a name that it does not have. */
export async function meaningOf(terms: MeaningTerms, questions: Questions): Promise<Meaning> {
  const statuses = await questions.statuses();
  const waiting = new Set(terms.waiting.map((name) => idOf(name, statuses, 'status', 'waiting')));
  const resolved = new Set(terms.resolved.map((name) => idOf(name, statuses, 'status', 'resolved')));
  return {
    ...(await severityMeaning(terms.severity, questions)),
    project: await questions.project(),
    closed: [...resolved],
    standingOf: (status) => (resolved.has(status) ? 'resolved' : waiting.has(status) ? 'waiting' : 'open'),
    actorOf: (user) => {
      if (user === null) return 'reporter';
      return terms.bots.includes(user)
        ? 'bot'
        : terms.supplier.users.includes(user)
          ? 'supplier'
          : 'reporter';
    },
  };
}

async function severityMeaning(
  { field, map, otherwise }: MeaningTerms['severity'],
  questions: Questions,
): Promise<Pick<Meaning, 'severityField' | 'severityOf'>> {
  const byName = Object.entries(map);
  const byValue = new Map(field === undefined ? await byPriority(byName, questions) : byName);
  return {
    severityField: field === undefined ? priorityField : customField(field),
    severityOf: (value) => byValue.get(value) ?? otherwise ?? null,
  };
}

async function byPriority(byName: [string, number][], questions: Questions): Promise<[string, number][]> {
  const priorities = await questions.priorities();
  return byName.map(([name, severity]) => [idOf(name, priorities, 'priority', 'severity.map'), severity]);
}

/** The name is the agreement's own and may be quoted. */
function idOf(name: string, all: Named, what: string, place: string): string {
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return String(found.id);
  throw new SyncError(`the desk has no ${what} ${JSON.stringify(name)}, which ${place} names`);
}
