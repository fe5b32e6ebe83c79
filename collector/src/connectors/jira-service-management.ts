// A project of a Jira as a ticket desk, of Jira Service Management or a plain one: the issues that changed, by search,
// and what happened to each, by its changelog and its comments.
import { httpUrl, timeout } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { authorization } from '../egress/authorization.ts';
import { tlsTerms } from '../egress/tls-terms.ts';
import { jiraSlas } from '../tickets/jira/clocks.ts';
import { lagMs, afterIssue, isRead, jiraCursor, jiraPlace } from '../tickets/jira/cursor.ts';
import { openJira } from '../tickets/jira/desk.ts';
import { fieldsOf, numberOf, readIssue, ticketOf } from '../tickets/jira/issue.ts';
import { isOurs, jiraOnly, jiraSeverity, jiraStatuses } from '../tickets/jira/meaning.ts';
import { jiraAccounts, jiraSupplier } from '../tickets/jira/people.ts';
import { projectAt, proveCaller } from '../tickets/jira/project.ts';
import { changedIssues, found, searchTheFuture } from '../tickets/jira/search.ts';
import { areApart, notBoth } from '../tickets/standing.ts';
import { webhookTerms } from '../webhooks/terms.ts';
import type { ConnectorContext, ConnectorKind, NegativeControl, Page, Told } from './connector.ts';

const projectRule = such('a project is its key', 'ACME');
const example =
  '{ url: "https://acme.atlassian.net", auth: { type: basic, username: ina@acme.example, password: { env: JIRA_TOKEN } }, ... }';

const statuses = {
  waiting: jiraStatuses('Waiting for customer', 0).default([]),
  resolved: jiraStatuses('Resolved', 1),
};
const onlyOne = notBoth('[Waiting for customer]');

const spec = part('the spec of a jira-service-management source has a url, auth and a project', example, {
  /** Of the site; for tokens with scopes `https://api.atlassian.com/ex/jira/ID`. */
  url: httpUrl('https://acme.atlassian.net'),
  /** Of somebody who sees the project, its comments and, for its SLAs, works there as an agent. */
  auth: authorization,
  tls: tlsTerms.optional(),
  /** For each answer, from DNS to the last byte. */
  timeout: timeout('30s').default('30s'),
  project: z.string(projectRule).regex(/^[A-Z][A-Z0-9_]{0,254}$/, projectRule),
  only: jiraOnly.optional(),
  severity: jiraSeverity,
  supplier: jiraSupplier,
  /** Whose comments nobody wrote, beside those of apps. */
  bots: jiraAccounts.default([]),
  ...statuses,
  slas: jiraSlas,
  webhook: webhookTerms('jira').optional(),
}).refine(areApart, onlyOne);

export type JiraSpec = z.output<typeof spec>;

/** The `jira-service-management` source kind. */
export const jiraServiceManagement = {
  ...{ type: 'jira-service-management', grade: 'C', spec, poll },
  together: z.object(statuses).refine(areApart, onlyOne),
  lookup: { open, read },
  control,
  holdsBackMs: lagMs,
  webhook: ({ webhook }) => webhook,
} satisfies ConnectorKind<JiraSpec>;

/** A page is what happened to one issue. An issue is told whole: what is known of it already changes nothing. */
async function* poll(
  terms: JiraSpec,
  cursor: string | null,
  context: ConnectorContext,
): AsyncGenerator<Page> {
  const ask = openJira(terms, context);
  await projectAt(terms, await proveCaller(ask), ask);
  let place = jiraPlace(cursor);
  const asked = { project: terms.project, fields: fieldsOf(terms) };
  for await (const { issues, settled } of changedIssues(ask, asked, () => place.at ?? context.from)) {
    for (const issue of issues) {
      const listed = { number: numberOf(issue), updated: issue.fields.updated };
      if (isRead(place, listed)) continue;
      const told = isOurs(issue, terms.only) ? await readIssue(terms, ticketOf(terms, issue), ask) : 'gone';
      place = afterIssue(place, listed, settled);
      if (told !== 'gone') yield { ...told, cursor: jiraCursor(place) };
    }
  }
  yield { events: [], cursor: jiraCursor(place) };
}

/** The search may not know yet what changed within the last minutes. */
async function* open(terms: JiraSpec, context: ConnectorContext): AsyncGenerator<string[]> {
  const ask = openJira(terms, context);
  const { resolved } = await projectAt(terms, await proveCaller(ask), ask);
  const jql = `project = "${terms.project}" AND status NOT IN (${[...resolved].join(', ')}) ORDER BY key ASC`;
  for await (const { value } of found(ask, { jql, fields: fieldsOf(terms) })) {
    const ours = value.issues.filter((issue) => isOurs(issue, terms.only));
    yield ours.map((issue) => ticketOf(terms, issue));
  }
}

async function read(terms: JiraSpec, ticket: string, context: ConnectorContext): Promise<Told> {
  if (!/^[A-Z][A-Z0-9_]*-[1-9]\d{0,14}$/.test(ticket)) return 'gone';
  return await readIssue(terms, ticket, openJira(terms, context));
}

async function control(terms: JiraSpec, context: ConnectorContext): Promise<NegativeControl> {
  const ask = openJira(terms, context);
  await proveCaller(ask);
  return await searchTheFuture(terms.project, ask);
}
