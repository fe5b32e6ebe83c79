// What is read of Redmine's answers, and nothing else: of a note whether there is one, of a change the ids
// of the fields that clocks depend on. Redmine cannot be asked for less than the whole issue.
import { isInstant } from '@upheld/shared/agreement/readable';
import { z } from 'zod';
import { SyncError } from '../../connectors/connector.ts';

const id = z.int('an id is a whole number').min(1, 'an id is a whole number');
const instant = z
  .string('it is an instant')
  .refine(isInstant, { abort: true, error: 'it is an instant' })
  .transform((text) => Temporal.Instant.from(text).epochMilliseconds);

/** A page of `/issues.json`; `total_count` counts all pages. */
export const issueList = z.object({
  issues: z.array(z.object({ id, status: z.object({ id }), updated_on: instant })),
  total_count: z.int().min(0),
});

/** `/projects/IDENTIFIER.json`. */
export const projectAnswer = z.object({ project: z.object({ id }) }).transform(({ project }) => project.id);

/** `/issue_statuses.json` and `/enumerations/issue_priorities.json`. */
const named = z.array(z.object({ id, name: z.string() }));
export const statusList = z.object({ issue_statuses: named });
export const priorityList = z.object({ issue_priorities: named });

export type Named = z.output<typeof named>;

/** An empty field is null in one place and the empty text in another; a field of many values is a list. */
const value = z.union([z.string(), z.null(), z.undefined(), z.array(z.unknown())]).transform((given) => {
  return typeof given === 'string' ? given : '';
});

const detail = z
  .object({ property: z.string(), name: z.string(), old_value: value, new_value: value })
  .transform(({ property, name, old_value, new_value }) => ({
    field: `${property} ${name}`,
    from: old_value,
    to: new_value,
  }));

/** Other changes may be of texts, such as the subject. */
const fieldsThatCount = /^(attr (status|priority|project)_id|cf \d+)$/;

const journal = z
  .object({
    id,
    user: z.object({ id }).optional(),
    created_on: instant,
    notes: z.string().nullish(),
    private_notes: z.boolean('it says whether the note is private'),
    details: z.array(detail).transform((all) => all.filter(({ field }) => fieldsThatCount.test(field))),
  })
  .transform(({ id, user, created_on, notes, private_notes, details }) => ({
    ...{ id, by: user?.id ?? null, at: created_on, details },
    hasNote: /\S/.test(notes ?? ''),
    isPrivate: private_notes,
  }));

/** What happened to an issue at once, by the user `by`. */
export type Journal = z.output<typeof journal>;

/** `/issues/ID.json?include=journals`. */
export const issueAnswer = z
  .object({
    issue: z.object({
      id,
      project: z.object({ id }),
      status: z.object({ id }),
      priority: z.object({ id }),
      custom_fields: z.array(z.object({ id, value })).default([]),
      created_on: instant,
      journals: z.array(journal),
    }),
  })
  .transform(({ issue }) => issue);

export type Issue = z.output<typeof issueAnswer>;

/** The answer of `what`; its fault names places and rules only. */
export function readAnswer<Schema extends z.ZodType>(
  schema: Schema,
  answer: unknown,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SyncError(`${what} cannot be read: ${issue?.path.join('.') || 'its top'}: ${issue?.message}`);
}
