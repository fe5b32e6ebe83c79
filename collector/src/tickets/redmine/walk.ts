// Walks the issues of a Redmine, by their updates or by their ids. Whoever turns pages by offset misses an issue when one before
// it is updated meanwhile and moves to the end, so each page begins at the last update of the one before.
import { SyncError } from '../../connectors/connector.ts';
import type { Listed, Questions } from './questions.ts';

/** A desk with more than this to tell is read on at the next synchronisation. */
const maxPages = 10_000;

/** Issues updated at `since` or later, each as often as it is seen with another update. */
export async function* updatedIssues(
  { list }: Pick<Questions, 'list'>,
  since: number,
): AsyncGenerator<Listed> {
  const seen = new Map<number, number>();
  let place = { since, offset: 0 };
  for (let pages = 0; pages < maxPages; pages += 1) {
    const { issues, total } = await list(place.since, place.offset);
    for (const issue of issues) {
      if (seen.get(issue.id) !== issue.updatedAt) yield issue;
      seen.set(issue.id, issue.updatedAt);
    }
    if (issues.length === 0 || place.offset + issues.length >= total) return;
    place = nextPlace(place, issues);
  }
  throw endless();
}

/** The ids of the issues whose status is none of `closed`, a page at a time. */
export async function* openIssues(
  { open }: Pick<Questions, 'open'>,
  closed: readonly string[],
): AsyncGenerator<string[]> {
  let first = 1;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const ids = await open(closed, first);
    if (ids.length === 0) return;
    yield ids.map(String);
    first = Math.max(...ids) + 1;
  }
  throw endless();
}

function endless(): SyncError {
  return new SyncError(
    `the desk gave ${maxPages} pages without an end; the next synchronisation goes on there`,
  );
}

/** Of issues updated in one second only the offset tells where to go on; half a page is read twice for safety. */
function nextPlace({ since, offset }: { since: number; offset: number }, issues: Listed[]) {
  const last = issues.at(-1)?.updatedAt ?? since;
  return last === since
    ? { since, offset: offset + Math.ceil(issues.length / 2) }
    : { since: last, offset: 0 };
}
