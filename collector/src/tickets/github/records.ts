// What is read of GitHub's records: numbers, instants, labels and who speaks. Titles, texts and addresses stay
// behind here; of logins only the kind of actor is kept.
import { oneOf, text } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import type { Actor } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import type { IssueChange } from '../issue-events.ts';
import { recordInstant } from '../records.ts';

/** What GitHub says of an author and the repository. */
const associations = [
  'OWNER',
  'MEMBER',
  'COLLABORATOR',
  'CONTRIBUTOR',
  'FIRST_TIME_CONTRIBUTOR',
  'FIRST_TIMER',
  'MANNEQUIN',
  'NONE',
] as const;

/** `supplier` of a spec: who answers for the supplier, by login or by what GitHub says of an author. */
export const githubSupplier = part('supplier has logins or associations', '{ logins: [octocat] }', {
  logins: list('logins are a list', '[octocat]', text('a login', 'octocat')).default([]),
  associations: list('associations are a list', '[OWNER, MEMBER]', oneOf(associations)).default([
    'OWNER',
    'MEMBER',
    'COLLABORATOR',
  ]),
}).prefault({});

export type GithubSupplier = z.output<typeof githubSupplier>;

/** Null where the account is gone. */
const user = z.object({ login: z.string(), type: z.string() }).nullish();

/** An issue or a pull request as a list shows it. */
export const githubIssue = z
  .object({
    number: z.int().min(1),
    created_at: recordInstant,
    updated_at: recordInstant,
    user,
    pull_request: z.unknown().optional(),
  })
  .transform(({ number, created_at, updated_at, user, pull_request }) => ({
    ...{ number, openedAt: created_at, updatedAt: updated_at },
    ...{ openedBy: user?.login ?? null, isPullRequest: pull_request !== undefined },
  }));

/** `openedBy` is used to tell actors apart and is kept nowhere. */
export type GithubIssue = z.output<typeof githubIssue>;

const comment = z.object({
  event: z.literal('commented'),
  created_at: recordInstant,
  user,
  author_association: z.string(),
  performed_via_github_app: z.unknown().optional(),
});
const known = z.discriminatedUnion('event', [
  comment,
  z.object({
    event: z.enum(['labeled', 'unlabeled']),
    created_at: recordInstant,
    label: z.object({ name: z.string() }),
  }),
  z.object({
    event: z.enum(['closed', 'reopened', 'converted_to_discussion']),
    created_at: recordInstant,
  }),
]);

/** An entry of a timeline that clocks depend on. */
export type GithubEntry = z.output<typeof known>;

const knownEvents = ['commented', 'labeled', 'unlabeled', 'closed', 'reopened', 'converted_to_discussion'];

/** An entry of a timeline; null for one that no clock depends on. */
export const githubEntry = z
  .object({ event: z.string() })
  .loose()
  .transform((item) => (knownEvents.includes(item.event) ? item : null))
  .pipe(known.nullable());

/** What entries of an issue's timeline mean for its ticket. */
export function githubChanges(
  entries: (GithubEntry | null)[],
  openedBy: string | null,
  supplier: GithubSupplier,
): IssueChange[] {
  return entries.flatMap((item) => (item === null ? [] : [changeOf(item, openedBy, supplier)]));
}

function changeOf(item: GithubEntry, openedBy: string | null, supplier: GithubSupplier): IssueChange {
  const at = item.created_at;
  switch (item.event) {
    case 'commented': {
      const actor = actorOf(item, openedBy, supplier);
      return { at, type: 'public-reply', actor, autoSubmitted: actor === 'bot' };
    }
    case 'labeled':
    case 'unlabeled':
      return { at, type: item.event, label: item.label.name };
    case 'closed':
      return { at, type: 'resolved' };
    case 'reopened':
      return { at, type: 'reopened' };
    case 'converted_to_discussion':
      return { at, type: 'deleted' };
  }
}

/**
 * Whoever opened an issue is its reporter, whatever GitHub says of them, unless their login is the supplier's:
 * in a private repository customers are collaborators too, and nobody answers themselves.
 */
function actorOf(
  { user: author, author_association, performed_via_github_app: app }: z.output<typeof comment>,
  openedBy: string | null,
  { logins, associations: ours }: GithubSupplier,
): Actor {
  if (author?.type === 'Bot' || (app !== undefined && app !== null)) return 'bot';
  const login = author?.login ?? null;
  if (login === null) return 'reporter';
  if (logins.some((name) => name.toLowerCase() === login.toLowerCase())) return 'supplier';
  const isOurs = ours.some((association) => association === author_association);
  return isOurs && login !== openedBy ? 'supplier' : 'reporter';
}
