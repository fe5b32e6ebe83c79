// Issues of a GitLab project as tickets: those that changed since the cursor, each with its notes and what
// became of its state and labels.
import { httpUrl, secretReference, text, timeout } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import { tlsTerms } from '../egress/tls-terms.ts';
import { goneStatuses, issuesOf, listOf, oneIssue } from '../tickets/gitlab/desk.ts';
import { gitlabLabelEvent, gitlabNote, gitlabStateEvent } from '../tickets/gitlab/records.ts';
import { issueChanges, labelChanges, noteChanges, stateChanges } from '../tickets/gitlab/records.ts';
import { usernames, type GitlabIssue } from '../tickets/gitlab/records.ts';
import { issueEvents, labelSeverity } from '../tickets/issue-events.ts';
import { pollByUpdate } from '../tickets/poll-by-update.ts';
import { unlessGone } from '../tickets/unless-gone.ts';
import { idsIn, isTicketNumber, nothingChanged } from '../tickets/update-walk.ts';
import { webhookTerms } from '../webhooks/terms.ts';
import type { ConnectorContext, ConnectorKind, NegativeControl, Page, Told } from './connector.ts';

const projectRule = such('a project is its path with its groups, or its number', 'acme/support');

const spec = part(
  'the spec of a gitlab source has a project, a token, severity and supplier',
  '{ project: acme/support, token: { env: TOKEN }, severity: { prefix: "severity::", otherwise: 3 }, supplier: [ina] }',
  {
    url: httpUrl('https://gitlab.com').default('https://gitlab.com'),
    project: z.string(projectRule).regex(/^(\d+|\w[\w.-]*(\/\w[\w.-]*)+)$/, projectRule),
    /** Of the scope `read_api`, of somebody who sees internal notes and confidential issues. */
    token: secretReference,
    tls: tlsTerms.optional(),
    /** For each page, from DNS to the last byte. */
    timeout: timeout('30s').default('30s'),
    severity: labelSeverity,
    /** The usernames of those who answer for the supplier; everybody else speaks for the reporter. */
    supplier: usernames('ina', 1),
    /** The usernames of those that nobody writes as; users of access tokens are known by their names. */
    bots: usernames('triage-bot', 0).default([]),
    waitingLabel: text('a label', 'waiting-for-customer').optional(),
    webhook: webhookTerms('gitlab').optional(),
  },
);

export type GitlabSpec = z.output<typeof spec>;

/** The `gitlab` source kind. */
export const gitlab = {
  type: 'gitlab',
  grade: 'C',
  spec,
  poll,
  lookup: { open, read },
  control,
  webhook: ({ webhook }) => webhook,
} satisfies ConnectorKind<GitlabSpec>;

function poll(terms: GitlabSpec, cursor: string | null, context: ConnectorContext): AsyncIterable<Page> {
  return pollByUpdate(cursor, context.from, {
    list: issuesOf(terms, 'all', context),
    read: (issue) => stillThere(terms, context, () => readIssue(terms, issue, context)),
  });
}

function open(terms: GitlabSpec, context: ConnectorContext): AsyncIterable<string[]> {
  return idsIn(issuesOf(terms, 'opened', context), () => true);
}

async function read(terms: GitlabSpec, ticket: string, context: ConnectorContext): Promise<Told> {
  if (!isTicketNumber(ticket)) return 'gone';
  const events = await stillThere(terms, context, async () => {
    return await readIssue(terms, await oneIssue(terms, ticket, context), context);
  });
  return events === null ? 'gone' : { events };
}

/** Null where the issue is none any more, or left while it was read. */
async function stillThere(
  terms: GitlabSpec,
  context: ConnectorContext,
  ask: () => Promise<TicketEvent[]>,
): Promise<TicketEvent[] | null> {
  const events = await unlessGone(goneStatuses, ask, () => control(terms, context));
  return events === 'gone' ? null : events;
}

async function control(terms: GitlabSpec, context: ConnectorContext): Promise<NegativeControl> {
  return await nothingChanged(issuesOf(terms, 'all', context));
}

/** Without the filter notes of the system come too, and without the order the newest come first. */
const notes = {
  name: 'notes',
  item: gitlabNote,
  query: { activity_filter: 'only_comments', order_by: 'created_at', sort: 'asc' },
};
const states = { name: 'resource_state_events', item: gitlabStateEvent };
const labels = { name: 'resource_label_events', item: gitlabLabelEvent };

async function readIssue(
  terms: GitlabSpec,
  issue: GitlabIssue,
  context: ConnectorContext,
): Promise<TicketEvent[]> {
  const written = await listOf(terms, issue, notes, context);
  const changes = [
    ...issueChanges(issue),
    ...(await listOf(terms, issue, labels, context)).flatMap(labelChanges),
    ...written.flatMap((note) => noteChanges(note, terms)),
    ...(await listOf(terms, issue, states, context)).flatMap(stateChanges),
  ];
  return issueEvents({ ticket: String(issue.number), openedAt: issue.openedAt, changes }, terms);
}
