// A project of a Redmine as a ticket desk: issues by their updates, and what happened to each by its journals.
import { httpUrl, secretReference, timeout, wholeNumber } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { tlsTerms } from '../egress/tls-terms.ts';
import { cursorOf, isRead, lastTold, placeAfter, placeAt, startOf } from '../tickets/redmine-cursor.ts';
import { issueEvents } from '../tickets/redmine-events.ts';
import { meaningOf, redmineSeverity, statusNames } from '../tickets/redmine-meaning.ts';
import { redmineQuestions, type Questions } from '../tickets/redmine-questions.ts';
import { updatedIssues } from '../tickets/redmine-walk.ts';
import { webhookTerms } from '../webhooks/terms.ts';
import type { ConnectorContext, ConnectorKind, Page } from './connector.ts';

const projectRule = such('a project is the identifier that its URL ends with', 'acme-support');
const users = (min: number) =>
  list('users are ids', '[5, 8]', wholeNumber('the id of a user', { min: 1, max: 1_000_000_000 }, 5), min);

const spec = part('the spec of a redmine source has a url', '{ url: "https://redmine.example.com" }', {
  url: httpUrl('https://redmine.example.com'),
  /** The key of a user who sees all issues of the project. */
  key: secretReference,
  tls: tlsTerms.optional(),
  /** For each answer, from DNS to the last byte. */
  timeout: timeout('30s').default('30s'),
  project: z.string(projectRule).regex(/^[a-z0-9][a-z0-9_-]{0,99}$/, projectRule),
  severity: redmineSeverity,
  /** Whose public notes answer; whoever is named nowhere speaks for the reporter. */
  supplier: part('supplier names its users', '{ users: [5, 8] }', { users: users(1) }),
  /** Whose notes nobody wrote. */
  bots: users(0).default([]),
  waiting: statusNames('Feedback', 0).default([]),
  resolved: statusNames('Resolved', 1),
  webhook: webhookTerms('standard').optional(),
}).refine(({ waiting, resolved }) => !resolved.some((name) => waiting.includes(name)), {
  path: ['waiting'],
  error: such('a status waits or is resolved, not both', '[Feedback]'),
});

export type RedmineSpec = z.output<typeof spec>;

/** The `redmine` source kind. */
export const redmine = {
  type: 'redmine',
  grade: 'A',
  spec,
  poll,
  webhook: ({ webhook }) => webhook,
} satisfies ConnectorKind<RedmineSpec>;

/** The terms whose filter was tried out, once for as long as they are loaded. */
const proven = new WeakSet<RedmineSpec>();

/** A page is what is new of one issue. */
async function* poll(
  terms: RedmineSpec,
  cursor: string | null,
  context: ConnectorContext,
): AsyncGenerator<Page> {
  const questions = questionsOf(terms, context);
  await questions.proveKey();
  if (!proven.has(terms)) await questions.proveFilter();
  proven.add(terms);
  const meaning = await meaningOf(terms, questions);
  let place = placeAt(cursor);
  for await (const { id, updatedAt } of updatedIssues(questions, startOf(place))) {
    if (isRead(place, id, updatedAt)) continue;
    const { issue, readAt } = await questions.issue(id);
    const told = issueEvents(issue, meaning);
    const last = lastTold(place, id);
    const events = told.filter(({ journal }) => journal > last).map(({ event }) => event);
    const journal = Math.max(last, ...told.map((one) => one.journal));
    place = placeAfter(place, id, { updatedAt, journal, readAt });
    if (events.length > 0) yield { events, cursor: cursorOf(place) };
  }
  yield { events: [], cursor: cursorOf(place) };
}

function questionsOf({ url, key, tls, timeout, project }: RedmineSpec, context: ConnectorContext): Questions {
  const auth = { type: 'api-key' as const, header: 'X-Redmine-API-Key', key };
  return redmineQuestions(project, { url, auth, tls, timeout }, context);
}
