// What is read of Zendesk's records: ids, instants, statuses, priorities, roles and the channel that something came
// by. Zendesk gives records whole; subjects, texts, names and addresses stay behind here.
import { z } from 'zod';
import { SyncError } from '../../connectors/connector.ts';
import { recordInstant } from '../records.ts';

const id = z.int().min(1);

/** A ticket of a list. `generated_timestamp` is in whole seconds, and in exports only. */
export const zendeskTicket = z.object({
  id,
  status: z.string(),
  created_at: recordInstant,
  updated_at: recordInstant,
  generated_timestamp: z.int().optional(),
  organization_id: id.nullish(),
  brand_id: id.nullish(),
  requester_id: id.nullish(),
  custom_status_id: id.nullish(),
  tags: z.array(z.string()).default([]),
});

export type ZendeskTicket = z.output<typeof zendeskTicket>;

/** A page of the incremental export of tickets. */
export const exportPage = z.object({
  tickets: z.array(zendeskTicket),
  after_cursor: z.string().nullish(),
  end_of_stream: z.boolean(),
});

export type ExportPage = z.output<typeof exportPage>;

const meta = z.object({ has_more: z.boolean(), after_cursor: z.string().nullable().default(null) });

export type Paged = { meta: z.output<typeof meta> };

/** A page of what a search found. */
export const searchPage = z.object({ results: z.array(zendeskTicket), meta });

/** How many a search found. */
export const searchCount = z.object({ count: z.int().min(0) });

/** Channels are words, or the numbers that stand for them. */
const end = z.object({ ticket_id: id.nullish(), ticket_ids: z.array(id).nullish() }).nullish();
const via = z.object({
  channel: z.union([z.string(), z.int()]).nullish(),
  source: z.object({ rel: z.string().nullish(), from: end, to: end }).nullish(),
});

export type Via = z.output<typeof via>;

/** A value is a text; tags and targets of policies are something else and not read. */
const value = z.unknown().transform((given) => (typeof given === 'string' ? given : ''));

const field = z.object({
  type: z.enum(['Create', 'Change']),
  field_name: z.string(),
  value,
  via: via.nullish(),
});
const comment = z.object({
  type: z.enum(['Comment', 'VoiceComment']),
  id: z.int(),
  public: z.boolean(),
  author_id: z.int().nullish(),
  via: via.nullish(),
});
const privacy = z.object({ type: z.literal('CommentPrivacyChange'), comment_id: z.int() });
const known = z.discriminatedUnion('type', [field, comment, privacy]);

export type FieldChange = z.output<typeof field>;
export type ZendeskComment = z.output<typeof comment>;

const knownTypes = ['Create', 'Change', 'Comment', 'VoiceComment', 'CommentPrivacyChange'];

/** Types are added at any time, says the reference, and those that are not known are to be passed over. */
const auditEvent = z
  .object({ type: z.string() })
  .loose()
  .transform((item) => (knownTypes.includes(item.type) ? item : null))
  .pipe(known.nullable());

const audit = z.object({
  id: z.int(),
  created_at: recordInstant,
  author_id: z.int().nullish(),
  via: via.nullish(),
  metadata: z.object({ flags: z.array(z.int()).nullish() }).nullish(),
  events: z.array(auditEvent).transform((all) => all.filter((event) => event !== null)),
});

/** One update of a ticket. */
export type ZendeskAudit = z.output<typeof audit>;

export const auditPage = z.object({ audits: z.array(audit), meta });

/** Of people only the role and the organization. */
export const userList = z.object({
  users: z.array(z.object({ id, role: z.string(), organization_id: id.nullish() })),
});

/** Whoever is not known is answered as somebody without an id. */
export const currentUser = z.object({ user: z.object({ id: id.nullable() }) });

/** The record; throws a `SyncError` that names the first field which is not as documented. */
export function zendeskRecord<Value>(record: z.ZodType<Value>, value: unknown): Value {
  const result = record.safeParse(value);
  if (result.success) return result.data;
  const [found] = result.error.issues;
  const place = found?.path.join('.') || 'its top';
  throw new SyncError(`the desk's answer is not as Zendesk documents it: ${place}: ${found?.message}`);
}
