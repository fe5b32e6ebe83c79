// Issues, entries of a timeline and people as GitHub's answers hold them, whole: every field that its own
// description requires. Every text is a canary.
import type { Entry, Issue, Person } from './github-desk.ts';

const address = 'https://canary.example/x';

/** When an issue last changed. */
export function updatedAt({ openedAt, entries, touchedAt = 0 }: Issue): number {
  return Math.max(openedAt, touchedAt, ...entries.map(({ at }) => at));
}

/** Whether the last change of an issue's state left it open. */
export function isOpen({ entries }: Issue): boolean {
  return entries.findLast(({ event }) => event === 'closed' || event === 'reopened')?.event !== 'closed';
}

export function shownIssue(issue: Issue): unknown {
  const state = isOpen(issue) ? 'open' : 'closed';
  const places = ['url', 'repository_url', 'labels_url', 'comments_url', 'events_url', 'html_url'];
  return {
    ...Object.fromEntries(places.map((place) => [place, address])),
    ...{ id: 9_000 + issue.number, node_id: 'canary', number: issue.number, title: 'canary', body: 'canary' },
    ...{ state, locked: false, comments: 1, labels: [{ name: 'canary', color: 'canary' }] },
    ...{ user: shownPerson(issue.by), author_association: 'NONE', assignee: null, milestone: null },
    ...{ created_at: iso(issue.openedAt), updated_at: iso(updatedAt(issue)) },
    // Stale: what became of its state is told by its timeline.
    closed_at: iso(issue.openedAt),
    ...(issue.isPull === true ? { pull_request: pull } : {}),
  };
}

const pull = { url: address, html_url: address, diff_url: address, patch_url: address };

/** `actor` is whoever wrote a comment, else the person of the entry. */
export function shownEntry({ at, user, actor, ...entry }: Entry): unknown {
  const isComment = entry.event === 'commented';
  return {
    ...{ id: 1, node_id: 'canary', url: address, commit_id: null, commit_url: null, created_at: iso(at) },
    ...{ actor: shownPerson(isComment ? user : actor), performed_via_github_app: null },
    // An edit moves this and nothing else.
    ...(isComment ? { user: shownPerson(user), updated_at: iso(at + 86_400_000) } : {}),
    ...(isComment ? { body: 'canary', html_url: address, issue_url: address } : {}),
    ...entry,
  };
}

function shownPerson(person: Person | undefined): unknown {
  if (person === null || person === undefined) return null;
  const places = ['avatar', 'events', 'followers', 'following', 'gists', 'html', 'organizations'];
  const more = ['received_events', 'repos', 'starred', 'subscriptions'];
  return {
    ...Object.fromEntries([...places, ...more].map((place) => [`${place}_url`, address])),
    ...{ id: 7, node_id: 'canary', gravatar_id: 'canary', url: address, site_admin: false, ...person },
  };
}

function iso(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
