// What happened to an issue of Redmine, told in events. The first value of a field stands in its first change
// only, and `closed_on` outlives a reopening: all is read from the journals.
import type { Actor, TicketEvent } from '@upheld/shared/facts/ticket-event';
import { SyncError } from '../../connectors/connector.ts';
import { standingEvents, type Standing } from '../standing.ts';
import type { Issue, Journal } from './answers.ts';

/**
 * What the desk's ids mean. `project` is the desk's own, `closed` has the statuses of what is resolved.
 * `severityField` names a field as changes do; null is a severity unknown.
 */
export type Meaning = {
  project: number;
  closed: readonly string[];
  severityField: string;
  severityOf: (value: string) => number | null;
  standingOf: (status: string) => Standing;
  actorOf: (user: number | null) => Actor;
};

/** An event with the id of the journal that tells it; 0 for what an issue began with. */
export type Told = { journal: number; event: TicketEvent };

type State = { severity: number; standing: Standing };
type Stamp = { ticket: string; at: number };

const statusField = 'attr status_id';
const projectField = 'attr project_id';

/** How changes name the priority, and a custom field. */
export const priorityField = 'attr priority_id';
export const customField = (id: number): string => `cf ${id}`;

/**
 * Every event of an issue, oldest first; of one that was moved to another project until it was, and of one that
 * never was in the project none. Throws a `SyncError` for a severity that `meaning` does not know.
 */
export function issueEvents(issue: Issue, meaning: Meaning): Told[] {
  const journals = issue.journals.toSorted((a, b) => a.at - b.at || a.id - b.id);
  if (issue.project.id === meaning.project) return lifeOf(issue, journals, journals.length, meaning);
  const moves = journals.findLastIndex((journal) => movesFrom(meaning.project, journal)) + 1;
  const last = journals[moves - 1];
  if (last === undefined) return [];
  const left: TicketEvent = { ticket: String(issue.id), at: last.at, type: 'deleted' };
  return [...lifeOf(issue, journals, moves, meaning), { journal: last.id, event: left }];
}

function movesFrom(project: number, { details }: Journal): boolean {
  return details.some(({ field, from }) => field === projectField && from === String(project));
}

/** What the first `count` of the journals tell. */
function lifeOf(issue: Issue, journals: Journal[], count: number, meaning: Meaning): Told[] {
  const ticket = String(issue.id);
  let state = firstState(issue, journals, meaning);
  const told = opening({ ticket, at: issue.created_on }, state).map((event) => ({ journal: 0, event }));
  for (const journal of journals.slice(0, count)) {
    const after = stateAfter(state, journal, issue, meaning);
    const events = journalEvents({ ticket, at: journal.at }, journal, state, after, meaning);
    told.push(...events.map((event) => ({ journal: journal.id, event })));
    state = after;
  }
  return told;
}

function opening(stamp: Stamp, { severity, standing }: State): TicketEvent[] {
  return [{ ...stamp, type: 'opened', severity }, ...standingEvents(stamp, 'open', standing)];
}

/** The note speaks first: it was written under the severity and the status that its journal changes. */
function journalEvents(
  stamp: Stamp,
  { hasNote, isPrivate, by }: Journal,
  before: State,
  after: State,
  { actorOf }: Meaning,
): TicketEvent[] {
  const events: TicketEvent[] = [];
  if (hasNote && isPrivate) events.push({ ...stamp, type: 'note' });
  // Redmine drops mail that says it was sent by a program, so that every note is somebody's own.
  else if (hasNote) events.push({ ...stamp, type: 'public-reply', actor: actorOf(by), autoSubmitted: false });
  if (after.severity !== before.severity) {
    events.push({ ...stamp, type: 'severity-changed', severity: after.severity });
  }
  return [...events, ...standingEvents(stamp, before.standing, after.standing)];
}

function firstState(issue: Issue, journals: Journal[], meaning: Meaning): State {
  const severity = firstOf(meaning.severityField, journals) ?? severityNow(issue, meaning);
  const status = firstOf(statusField, journals) ?? String(issue.status.id);
  return { severity: severityOf(severity, issue, meaning), standing: meaning.standingOf(status) };
}

function stateAfter({ severity, standing }: State, journal: Journal, issue: Issue, meaning: Meaning): State {
  const value = newest(meaning.severityField, journal);
  const status = newest(statusField, journal);
  return {
    severity: value === undefined ? severity : severityOf(value, issue, meaning),
    standing: status === undefined ? standing : meaning.standingOf(status),
  };
}

function firstOf(field: string, journals: Journal[]): string | undefined {
  return journals.flatMap(({ details }) => details).find((detail) => detail.field === field)?.from;
}

function newest(field: string, { details }: Journal): string | undefined {
  return details.findLast((detail) => detail.field === field)?.to;
}

/** The value in force: of a priority its id; an issue without the field has it empty. */
function severityNow({ priority, custom_fields }: Issue, { severityField }: Meaning): string {
  if (severityField === priorityField) return String(priority.id);
  return custom_fields.find(({ id }) => customField(id) === severityField)?.value ?? '';
}

/** Ids of priorities are numbers; a value of a custom field is the desk's text, which is not quoted. */
function severityOf(value: string, { id }: Issue, meaning: Meaning): number {
  const severity = meaning.severityOf(value);
  if (severity !== null) return severity;
  const what =
    meaning.severityField === priorityField && /^\d+$/.test(value) ? `the priority ${value}` : 'a value';
  throw new SyncError(
    `issue ${id} has or had ${what} that severity.map does not name; name it there, or give severity.otherwise`,
  );
}
