// A project of a Redmine as a ticket desk: issues by their updates, and what happened to each by its journals.
import { httpUrl, secretReference, timeout, wholeNumber } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { tlsTerms } from '../egress/tls-terms.ts';
import { cursorOf, isRead, lastTold, placeAfter, placeAt, startOf } from '../tickets/redmine/cursor.ts';
import { issueEvents, type Meaning } from '../tickets/redmine/events.ts';
import { meaningOf, redmineSeverity, statusNames } from '../tickets/redmine/meaning.ts';
import { deaf, redmineQuestions, type Questions } from '../tickets/redmine/questions.ts';
import { openIssues, updatedIssues } from '../tickets/redmine/walk.ts';
import { areApart, notBoth } from '../tickets/standing.ts';
import { unlessGone } from '../tickets/unless-gone.ts';
import { webhookTerms } from '../webhooks/terms.ts';
import type { ConnectorContext, ConnectorKind, NegativeControl, Page, Told } from './connector.ts';

const projectRule = such('a project is the identifier that its URL ends with', 'acme-support');
const users = (min: number) =>
  list('users are ids', '[5, 8]', wholeNumber('the id of a user', { min: 1, max: 1_000_000_000 }, 5), min);

const statuses = {
  waiting: statusNames('Feedback', 0).default([]),
  resolved: statusNames('Resolved', 1),
};
const onlyOne = notBoth('[Feedback]');

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
  ...statuses,
  webhook: webhookTerms('standard').optional(),
}).refine(areApart, onlyOne);

export type RedmineSpec = z.output<typeof spec>;

/** The `redmine` source kind. */
export const redmine = {
  ...{ type: 'redmine', grade: 'A', spec, poll },
  together: z.object(statuses).refine(areApart, onlyOne),
  lookup: { open, read },
  control,
  webhook: ({ webhook }) => webhook,
} satisfies ConnectorKind<RedmineSpec>;

/** What the desk's words mean under terms, once its filter was tried out, for as long as they are loaded. */
const meanings = new WeakMap<RedmineSpec, Meaning>();

/** A page is what is new of one issue. */
async function* poll(
  terms: RedmineSpec,
  cursor: string | null,
  context: ConnectorContext,
): AsyncGenerator<Page> {
  const questions = questionsOf(terms, context);
  await questions.proveKey();
  if (!meanings.has(terms) && (await questions.countFuture()) > 0) throw deaf('updated_on');
  const meaning = await meaningOf(terms, questions);
  meanings.set(terms, meaning);
  let place = placeAt(cursor);
  for await (const { id, updatedAt } of updatedIssues(questions, startOf(place, context.from))) {
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

async function* open(terms: RedmineSpec, context: ConnectorContext): AsyncGenerator<string[]> {
  const questions = questionsOf(terms, context);
  await questions.proveKey();
  yield* openIssues(questions, (await meaningOf(terms, questions)).closed);
}

/** An issue that was moved to a project which the key may see tells when. Redmine knows no more of deleted ones. */
async function read(terms: RedmineSpec, ticket: string, context: ConnectorContext): Promise<Told> {
  const questions = questionsOf(terms, context);
  const meaning = meanings.get(terms) ?? (await meaningOf(terms, questions));
  const isStillRead = async () => {
    await questions.proveKey();
    await questions.project();
  };
  if (!/^[1-9]\d{0,9}$/.test(ticket)) return 'gone';
  const found = await unlessGone([403, 404], () => questions.issue(Number(ticket)), isStillRead);
  const told = found === 'gone' ? [] : issueEvents(found.issue, meaning);
  return told.length === 0 ? 'gone' : { events: told.map(({ event }) => event) };
}

async function control(terms: RedmineSpec, context: ConnectorContext): Promise<NegativeControl> {
  const questions = questionsOf(terms, context);
  await questions.proveKey();
  return { asked: 'issues of the project updated in 2100 or later', found: await questions.countFuture() };
}

function questionsOf({ url, key, tls, timeout, project }: RedmineSpec, context: ConnectorContext): Questions {
  const auth = { type: 'api-key' as const, header: 'X-Redmine-API-Key', key };
  return redmineQuestions(project, { url, auth, tls, timeout }, context);
}
