// Issues of a GitHub repository as tickets: those that changed since the cursor, each with its timeline.
import { httpUrl, secretReference, text, timeout } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import { tlsTerms } from '../egress/tls-terms.ts';
import { goneStatuses, issuesOf, oneIssue, timelinePage } from '../tickets/github/desk.ts';
import { githubChanges, githubSupplier, type GithubIssue } from '../tickets/github/records.ts';
import { issueEvents, labelSeverity } from '../tickets/issue-events.ts';
import { allPages } from '../tickets/numbered-pages.ts';
import { pollByUpdate } from '../tickets/poll-by-update.ts';
import { unlessGone } from '../tickets/unless-gone.ts';
import { idsIn, isTicketNumber, nothingChanged } from '../tickets/update-walk.ts';
import { webhookTerms } from '../webhooks/terms.ts';
import type { ConnectorContext, ConnectorKind, NegativeControl, Page, Told } from './connector.ts';

const repositoryRule = such('a repository is an owner and a name', 'octocat/hello-world');

const spec = part(
  'the spec of a github source has a repository, a token and severity',
  '{ repository: octocat/hello-world, token: { env: TOKEN }, severity: { prefix: "severity/", otherwise: 3 } }',
  {
    /** The API: another one for GitHub Enterprise Server, `https://HOST/api/v3`. */
    url: httpUrl('https://api.github.com').default('https://api.github.com'),
    repository: z.string(repositoryRule).regex(/^[\w-]+\/(?!\.{1,2}$)[\w.-]+$/, repositoryRule),
    /** It needs to read issues, and no more. */
    token: secretReference,
    tls: tlsTerms.optional(),
    /** For each page, from DNS to the last byte. */
    timeout: timeout('30s').default('30s'),
    severity: labelSeverity,
    supplier: githubSupplier,
    waitingLabel: text('a label', 'waiting-for-customer').optional(),
    webhook: webhookTerms('github').optional(),
  },
);

export type GithubSpec = z.output<typeof spec>;

/** The `github` source kind. */
export const github = {
  type: 'github',
  grade: 'B',
  spec,
  poll,
  lookup: { open, read },
  control,
  webhook: ({ webhook }) => webhook,
} satisfies ConnectorKind<GithubSpec>;

function poll(terms: GithubSpec, cursor: string | null, context: ConnectorContext): AsyncIterable<Page> {
  return pollByUpdate(cursor, context.from, {
    list: issuesOf(terms, 'all', context),
    read: (issue) => stillThere(terms, context, () => readIssue(terms, issue, context)),
  });
}

function open(terms: GithubSpec, context: ConnectorContext): AsyncIterable<string[]> {
  return idsIn(issuesOf(terms, 'open', context), ({ isPullRequest }) => !isPullRequest);
}

async function read(terms: GithubSpec, ticket: string, context: ConnectorContext): Promise<Told> {
  if (!isTicketNumber(ticket)) return 'gone';
  const events = await stillThere(terms, context, async () => {
    return await readIssue(terms, await oneIssue(terms, ticket, context), context);
  });
  return events === null ? 'gone' : { events };
}

/** Null, too, where the issue left while it was read. */
async function stillThere(
  terms: GithubSpec,
  context: ConnectorContext,
  ask: () => Promise<TicketEvent[] | null>,
): Promise<TicketEvent[] | null> {
  const events = await unlessGone(goneStatuses, ask, () => control(terms, context));
  return events === 'gone' ? null : events;
}

async function control(terms: GithubSpec, context: ConnectorContext): Promise<NegativeControl> {
  return await nothingChanged(issuesOf(terms, 'all', context));
}

/** Null for a pull request. */
async function readIssue(
  terms: GithubSpec,
  issue: GithubIssue,
  context: ConnectorContext,
): Promise<TicketEvent[] | null> {
  const { number, openedAt, openedBy, isPullRequest } = issue;
  if (isPullRequest) return null;
  const entries = await allPages((page) => timelinePage(terms, issue, page, context));
  const changes = githubChanges(entries, openedBy, terms.supplier);
  return issueEvents({ ticket: String(number), openedAt, changes }, terms);
}
