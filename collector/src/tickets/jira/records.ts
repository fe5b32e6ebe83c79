// What is read of Jira's records: keys, instants, statuses, the one field that severity stands in, and the ids of
// accounts. Summaries, texts, names and addresses stay behind here.
import { isInstant } from '@upheld/shared/agreement/readable';
import { z } from 'zod';
import { SyncError } from '../../connectors/connector.ts';

/** Jira writes offsets without a colon. */
export const jiraInstant = z
  .string()
  .transform((text) => text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  .refine(isInstant, { abort: true, error: 'it is an instant' })
  .transform((text) => Temporal.Instant.from(text).epochMilliseconds);

const named = z.object({ id: z.string(), name: z.string() });
const account = z.object({ accountId: z.string(), accountType: z.string().nullish() });

/** A field of many values is a list; an option has a value, everything else a name, or nothing of both. */
const word = z.union([z.string(), z.number().transform(String)]);
const thing = z.object({ id: word.nullish(), name: z.string().nullish(), value: z.string().nullish() });
const fieldValue = z.union([z.null(), word, thing, z.array(z.union([word, thing]))]);

export type FieldValue = z.output<typeof fieldValue>;

/** Of the fields that are asked for beside these, what stands in them is read by name. */
export const jiraIssue = z.object({
  key: z.string().regex(/-\d+$/),
  fields: z
    .object({
      created: jiraInstant,
      updated: jiraInstant,
      status: named,
      reporter: account.nullish(),
      project: z.object({ id: z.string() }),
    })
    .catchall(z.unknown()),
});

export type JiraIssue = z.output<typeof jiraIssue>;

/** What stands in a field; null where it is empty, or something that is neither text nor named. */
export function fieldOf({ fields }: JiraIssue, name: string): FieldValue {
  return fieldValue.safeParse(new Map(Object.entries(fields)).get(name)).data ?? null;
}

/** A page of what a search found. */
export const foundPage = z.object({
  issues: z.array(jiraIssue),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().nullish(),
});

/** `from` and `to` are ids, the texts are what people saw. The first change of a field tells what it was before. */
const change = z
  .object({
    field: z.string(),
    fieldId: z.string().nullish(),
    from: z.string().nullish(),
    fromString: z.string().nullish(),
    to: z.string().nullish(),
    toString: z.string().nullish(),
  })
  .transform((item) => ({
    field: item.fieldId ?? item.field,
    from: { id: item.from ?? '', text: item.fromString ?? '' },
    to: { id: item.to ?? '', text: item.toString ?? '' },
  }));

export type FieldChange = z.output<typeof change>;

const update = z
  .object({ id: z.string(), created: jiraInstant, items: z.array(change) })
  .transform(({ id, created, items }) => ({ id: Number(id), at: created, items }));

/** One update of an issue. */
export type JiraUpdate = z.output<typeof update>;

/** A page of `changelog`. */
export const changelogPage = z
  .object({ values: z.array(update), isLast: z.boolean() })
  .transform(({ values, isLast }) => ({ items: values, isLast }));

const comment = z
  .object({
    author: account.nullish(),
    created: jiraInstant,
    jsdPublic: z.boolean().nullish(),
    visibility: z.unknown().optional(),
  })
  .transform(({ author, created, jsdPublic, visibility }) => ({
    ...{ at: created, author: author ?? null },
    /** A plain Jira calls every comment public to a service desk; there its own restriction tells. */
    isPublic: jsdPublic !== false && (visibility === undefined || visibility === null),
  }));

export type JiraComment = z.output<typeof comment>;

/** A page of `comment`. */
export const commentPage = z
  .object({ comments: z.array(comment), startAt: z.int(), total: z.int() })
  .transform(({ comments, startAt, total }) => ({
    items: comments,
    isLast: startAt + comments.length >= total,
  }));

/** `project/KEY`. */
export const jiraProject = z.object({ id: z.string() });

/** `project/KEY/statuses`, by the types of issues. */
export const projectStatuses = z.array(z.object({ statuses: z.array(named) }));

/** `project/KEY/role/ID`. */
export const projectRole = z.object({
  actors: z
    .array(
      z.object({
        actorUser: z.object({ accountId: z.string() }).nullish(),
        actorGroup: z.object({ groupId: z.string() }).nullish(),
      }),
    )
    .default([]),
});

/** A page of `group/member`. */
export const memberPage = z
  .object({ values: z.array(z.object({ accountId: z.string() })), isLast: z.boolean() })
  .transform(({ values, isLast }) => ({ items: values, isLast }));

/** `myself`. */
export const jiraCaller = z.object({ accountId: z.string() });

/** The record; throws a `SyncError` that names the first field which is not as documented. */
export function jiraRecord<Value>(record: z.ZodType<Value>, value: unknown): Value {
  const result = record.safeParse(value);
  if (result.success) return result.data;
  const [found] = result.error.issues;
  const place = found?.path.join('.') || 'its top';
  throw new SyncError(`the desk's answer is not as Jira documents it: ${place}: ${found?.message}`);
}
