// What a project of a Jira tells of itself: its id, what its statuses are, and who is in the groups and roles that the
// spec names. It is asked for once in ten minutes, by the desk's own clock, and not for every issue.
import type { Instant } from '@upheld/shared/time/instant';
import { SyncError } from '../../connectors/connector.ts';
import type { AskJira } from './desk.ts';
import { membersOf, type PeopleTerms } from './people.ts';
import { jiraCaller, jiraProject, projectStatuses } from './records.ts';
import type { Standing } from '../standing.ts';

export type ProjectTerms = PeopleTerms & { project: string; waiting: string[]; resolved: string[] };

/** A status as a change tells it: its id, and what it was called then. */
export type StatusWords = { id: string; text: string };

export type Project = {
  id: string;
  /** The ids of the statuses in which nothing is left to do. */
  resolved: Set<string>;
  members: Set<string>;
  standingOf(status: StatusWords): Standing;
};

const maxAgeMs = 600_000;

/** By the terms, for as long as they are loaded. */
const known = new WeakMap<ProjectTerms, { at: Instant; project: Project }>();

/** The project as it is known at `now`. Throws a `SyncError` for a status that it does not have. */
export async function projectAt(terms: ProjectTerms, now: Instant | null, ask: AskJira): Promise<Project> {
  const kept = known.get(terms);
  if (kept !== undefined && now !== null && Math.abs(now - kept.at) < maxAgeMs) return kept.project;
  const project = await readProject(terms, ask);
  if (now !== null) known.set(terms, { at: now, project });
  return project;
}

/** Who is not known is a stranger to Jira and may read public projects. Gives the desk's own clock. */
export async function proveCaller(ask: AskJira): Promise<Instant | null> {
  return (await ask({ path: 'api/3/myself' }, jiraCaller)).at;
}

/** The id of the project; throws where it cannot be read any more. */
export async function proveProject(
  { project }: Pick<ProjectTerms, 'project'>,
  ask: AskJira,
): Promise<string> {
  await proveCaller(ask);
  return (await ask({ path: `api/3/project/${project}` }, jiraProject)).value.id;
}

async function readProject(terms: ProjectTerms, ask: AskJira): Promise<Project> {
  const id = await proveProject(terms, ask);
  const { value } = await ask({ path: `api/3/project/${terms.project}/statuses` }, projectStatuses);
  const statuses = value.flatMap((type) => type.statuses);
  const waiting = idsOf(terms.waiting, statuses, 'waiting');
  const resolved = idsOf(terms.resolved, statuses, 'resolved');
  const members = await membersOf(terms.supplier, terms.project, ask);
  const standingOf = (status: StatusWords): Standing => {
    if (resolved.has(status.id) || isNamed(status, terms.resolved)) return 'resolved';
    return waiting.has(status.id) || isNamed(status, terms.waiting) ? 'waiting' : 'open';
  };
  return { id, resolved, members, standingOf };
}

/** Types of issues may have statuses of one name each. The name is the agreement's own and may be quoted. */
function idsOf(names: string[], statuses: { id: string; name: string }[], place: string): Set<string> {
  const ids = names.flatMap((name) => {
    const found = statuses.filter((status) => isSame(status.name, name));
    if (found.length > 0) return found.map(({ id }) => id);
    throw new SyncError(`the project has no status ${JSON.stringify(name)}, which ${place} names`);
  });
  return new Set(ids);
}

/** A status that the project has no more is told by what it was called. */
function isNamed({ text }: StatusWords, names: string[]): boolean {
  return names.some((name) => isSame(text, name));
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
