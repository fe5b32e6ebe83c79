// Where the facts of an agreement come from and how each source stands now: for whoever keeps them running.
import { z } from 'zod';
import { reportedStatuses } from '../facts/status-report.ts';
import { instantSchema as instant } from '../measurement/figures.ts';
import { systemSchema } from './responses.ts';

const slotSchema = z.object({
  vantage: z.string(),
  at: instant.describe('The scheduled instant of its last slot'),
  outcome: z.enum(['ok', 'bad', 'unmeasured']),
  reason: z.string().nullable().describe('One of the closed list of reasons; null where it ended ok'),
});

const common = {
  source: z.string(),
  type: z.string(),
  every: z.string().describe('The cadence as the agreement writes it, e.g. `60s`'),
  measuredBy: z.string().nullable().describe('The party that measures; null where the agreement names none'),
  nextAt: instant
    .nullable()
    .describe(
      'When it is asked next; null where it is never asked, or not while its agreement is not in effect',
    ),
};

const slots = z.array(slotSchema).describe('The last slot from each place that looked lately, by place');

const probedSchema = z.object({
  ...common,
  gives: z.literal('checks'),
  slots,
  certificateEndsAt: instant.nullable().describe('As the last slot that saw a certificate saw it'),
  lastBeatAt: instant
    .nullable()
    .optional()
    .describe('When a heartbeat was last heard, null for never; only of sources that call us'),
  reported: z
    .object({ status: z.enum(reportedStatuses), seenAt: instant })
    .nullable()
    .describe('What it last said of itself'),
});

export const deskSchema = z.object({
  ...common,
  gives: z.literal('tickets'),
  syncedUntil: instant.nullable().describe('Everything up to here is known; null where it was never read'),
  failingSince: instant.nullable(),
  error: z.string().nullable().describe('Why it could not be read; null unless it fails'),
  reconciledAt: instant
    .nullable()
    .describe('When its open tickets were last read one by one; null where they never were'),
});

const countedSchema = z.object({
  ...common,
  gives: z.literal('counts'),
  readUntil: instant.nullable().describe('The end of the newest hour that was read; null without any'),
});

const importedSchema = z.object({ ...common, gives: z.literal('imports'), slots });

export const sourceSchema = z.discriminatedUnion('gives', [
  probedSchema,
  deskSchema,
  countedSchema,
  importedSchema,
]);
/** One source under the terms in force, told by what it gives. */
export type SourceRecord = z.infer<typeof sourceSchema>;
export type SourceSlot = z.infer<typeof slotSchema>;

export const sourcesSchema = z.object({
  system: systemSchema,
  sources: z.array(sourceSchema).describe('In the order of the agreement'),
});
export type SourcesResponse = z.infer<typeof sourcesSchema>;
