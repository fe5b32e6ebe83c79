// What is read of GitLab's records: numbers, instants, labels and who speaks. Titles, texts and addresses stay
// behind here; of usernames only the kind of actor is kept.
import { text } from '@upheld/shared/agreement/fields';
import { list } from '@upheld/shared/agreement/part';
import type { Actor } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import type { IssueChange } from '../issue-events.ts';
import { recordInstant } from '../records.ts';

/** GitLab's notes do not say what their author is to the project: the agreement names people. */
export type GitlabPeople = { supplier: string[]; bots: string[] };

/** A list of usernames. */
export function usernames(example: string, min: number) {
  return list('usernames are a list', `[${example}]`, text('a username', example), min);
}

const author = z.object({ username: z.string() }).nullish();

/** `iid` is the number that people see. An issue that was moved stays closed where it was. */
export const gitlabIssue = z
  .object({
    iid: z.int().min(1),
    created_at: recordInstant,
    updated_at: recordInstant,
    closed_at: recordInstant.nullish(),
    moved_to_id: z.int().nullish(),
  })
  .transform(({ iid, created_at, updated_at, closed_at = null, moved_to_id = null }) => ({
    ...{ number: iid, openedAt: created_at, updatedAt: updated_at },
    movedAt: moved_to_id === null ? null : closed_at,
  }));

/** `movedAt` is null unless the issue was moved to another project. */
export type GitlabIssue = z.output<typeof gitlabIssue>;

/** Releases before 15 call an internal note confidential. */
export const gitlabNote = z.object({
  created_at: recordInstant,
  author,
  system: z.boolean(),
  internal: z.boolean().nullish(),
  confidential: z.boolean().nullish(),
});

export const gitlabStateEvent = z.object({ created_at: recordInstant, state: z.string() });

/** `label` is null where the label is gone from the project. */
export const gitlabLabelEvent = z.object({
  created_at: recordInstant,
  action: z.enum(['add', 'remove']),
  label: z.object({ name: z.string() }).nullish(),
});

/** What an issue tells by itself. */
export function issueChanges({ movedAt }: GitlabIssue): IssueChange[] {
  return movedAt === null ? [] : [{ at: movedAt, type: 'deleted' }];
}

/** What a note tells; nothing where GitLab wrote it itself. */
export function noteChanges(note: z.output<typeof gitlabNote>, people: GitlabPeople): IssueChange[] {
  const { created_at: at, system, internal, confidential } = note;
  if (system) return [];
  if (internal === true || confidential === true) return [{ at, type: 'note' }];
  const actor = actorOf(note.author?.username ?? null, people);
  return [{ at, type: 'public-reply', actor, autoSubmitted: actor === 'bot' }];
}

/** What a change of state tells. */
export function stateChanges({ created_at: at, state }: z.output<typeof gitlabStateEvent>): IssueChange[] {
  if (state === 'closed') return [{ at, type: 'resolved' }];
  return state === 'reopened' ? [{ at, type: 'reopened' }] : [];
}

/** What a change of labels tells. */
export function labelChanges(event: z.output<typeof gitlabLabelEvent>): IssueChange[] {
  const { created_at: at, action, label } = event;
  if (label === null || label === undefined) return [];
  return [{ at, type: action === 'add' ? 'labeled' : 'unlabeled', label: label.name }];
}

/** Users that stand for access tokens of a project or a group. */
const tokenUser = /^(project|group)_\d+_bot(_\w+)?$/;

/** The support bot hands on the mail of customers: like everybody who is not named it speaks for the reporter. */
function actorOf(username: string | null, { supplier, bots }: GitlabPeople): Actor {
  if (username === null) return 'reporter';
  const isIn = (names: string[]) => names.some((name) => name.toLowerCase() === username.toLowerCase());
  if (isIn(bots) || tokenUser.test(username)) return 'bot';
  return isIn(supplier) ? 'supplier' : 'reporter';
}
