// What happened to an issue of a Jira, told by its changelog and its comments. What it was opened with stands in the
// first change of each field, or is what it has still.
import type { Actor, TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Speaker } from './people.ts';
import { shownText } from './meaning.ts';
import type { StatusWords } from './project.ts';
import { fieldOf, type FieldChange, type JiraComment, type JiraIssue, type JiraUpdate } from './records.ts';
import { severityOf, type SeverityWords } from '../severity-words.ts';
import type { Standing } from '../standing.ts';
import { historyEvents, type TicketChange } from '../ticket-history.ts';

/** An issue with all that was changed and said. `ticket` is what events call it. */
export type WholeIssue = { ticket: string; issue: JiraIssue; updates: JiraUpdate[]; comments: JiraComment[] };

/** What an issue's words mean. */
export type IssueMeaning = {
  severity: SeverityWords & { field: string };
  standingOf: (status: StatusWords) => Standing;
  whoIs: (speaker: Speaker) => Actor;
};

/** Every event, oldest first. Throws a `SyncError` for a severity that the terms do not know. */
export function wholeEvents(whole: WholeIssue, meaning: IssueMeaning): TicketEvent[] {
  const { ticket, issue } = whole;
  const updates = whole.updates.toSorted((one, other) => one.at - other.at || one.id - other.id);
  const { severity: words, standingOf } = meaning;
  const severity = (text: string) => severityOf(text, words, ticket);
  const { status } = issue.fields;
  const first = {
    severity: severity(firstOf(words.field, updates)?.text ?? shownText(fieldOf(issue, words.field))),
    standing: standingOf(firstOf('status', updates) ?? { id: status.id, text: status.name }),
  };
  const became = updates.flatMap(({ at, items }) =>
    items.flatMap((item): TicketChange[] => {
      if (item.field === words.field) return [{ at, type: 'severity', severity: severity(item.to.text) }];
      return item.field === 'status' ? [{ at, type: 'standing', standing: standingOf(item.to) }] : [];
    }),
  );
  // A comment that a change brings along stands before it, as it was written before it.
  const changes = [...whole.comments.map((comment) => spoken(comment, issue, updates, meaning)), ...became];
  return historyEvents({ ticket, openedAt: issue.fields.created, ...first, changes });
}

function spoken(
  { at, author, isPublic }: JiraComment,
  issue: JiraIssue,
  updates: JiraUpdate[],
  { whoIs }: IssueMeaning,
): TicketChange {
  if (!isPublic) return { at, type: 'note' };
  const actor = whoIs({ author, reporter: reporterAt(at, issue, updates) });
  return { at, type: 'public-reply', actor, autoSubmitted: actor === 'bot' };
}

/** Requests may be handed to another reporter. */
function reporterAt(at: number, { fields }: JiraIssue, updates: JiraUpdate[]): string | null {
  const next = updates.find((update) => update.at > at && changeOf('reporter', update) !== undefined);
  const before = next === undefined ? undefined : changeOf('reporter', next)?.from.id;
  return before ?? fields.reporter?.accountId ?? null;
}

function firstOf(field: string, updates: JiraUpdate[]): FieldChange['from'] | undefined {
  return updates.flatMap((update) => changeOf(field, update) ?? [])[0]?.from;
}

function changeOf(name: string, { items }: JiraUpdate): FieldChange | undefined {
  return items.find(({ field }) => field === name);
}
