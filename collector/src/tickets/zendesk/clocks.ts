// What Zendesk says of its own service-level clocks: a second opinion, from the metric events of a ticket. Where they
// are not as they are documented there is none; facts do not depend on it.
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';
import { recordInstant } from '../records.ts';

/** `breach` events that were taken back are marked as deleted. */
const metricEvent = z.object({
  instance_id: z.int(),
  type: z.string(),
  time: recordInstant,
  deleted: z.boolean().nullish(),
});

type MetricEvent = z.output<typeof metricEvent>;

/** Of a ticket that was asked for with `include=metric_events`. */
const metrics = z.object({
  ticket: z.object({ metric_events: z.record(z.string(), z.array(metricEvent)) }),
});

/** By the first of these metrics that has a target. */
const measures: { kind: VendorClock['kind']; metrics: string[] }[] = [
  { kind: 'first-response', metrics: ['reply_time'] },
  { kind: 'update', metrics: ['periodic_update_time', 'pausable_update_time'] },
  { kind: 'resolution', metrics: ['resolution_time', 'requester_wait_time', 'agent_work_time'] },
];

/** The clocks of one ticket as the document shows them; none without `readAt`, the desk's own clock. */
export function zendeskClocks(ticket: number, document: unknown, readAt: Instant | null): VendorClock[] {
  const read = metrics.safeParse(document);
  if (!read.success || readAt === null) return [];
  const byMetric = new Map(Object.entries(read.data.ticket.metric_events));
  return measures.flatMap(({ kind, metrics: names }): VendorClock[] => {
    const clocks = names.flatMap((name) => clockOf(kind, byMetric.get(name) ?? [], readAt) ?? []);
    return clocks.slice(0, 1).map((clock) => ({ ticket: String(ticket), kind, ...clock, readAt }));
  });
}

/** Clocks without a target run in every ticket and are no opinion. */
function clockOf(
  kind: VendorClock['kind'],
  all: MetricEvent[],
  readAt: Instant,
): Pick<VendorClock, 'state' | 'dueAt'> | null {
  const targeted = all.filter(({ type }) => type === 'apply_sla').map((event) => event.instance_id);
  const instance = instanceOf(kind, targeted);
  const events = all.filter((event) => event.instance_id === instance).toSorted((a, b) => a.time - b.time);
  if (events.length === 0) return null;
  const told = kind === 'update' ? events : untilMet(events);
  const breach = told.findLast(({ type, deleted }) => type === 'breach' && deleted !== true);
  if (breach !== undefined && breach.time <= readAt) return { state: 'missed', dueAt: breach.time };
  const state = told.flatMap(({ type }) => stateAfter.get(type) ?? []).at(-1) ?? 'running';
  return { state, dueAt: breach?.time ?? null };
}

/** The first reply is the first instance of its metric, the running update the last, the resolution the first. */
function instanceOf(kind: VendorClock['kind'], targeted: number[]): number | undefined {
  if (kind === 'first-response') return targeted.find((id) => id === 1);
  return targeted.toSorted((a, b) => (kind === 'update' ? b - a : a - b))[0];
}

/** What begins anew when a ticket is opened again changes nothing of the first time. */
function untilMet(events: MetricEvent[]): MetricEvent[] {
  const met = events.findIndex(({ type }) => type === 'fulfill');
  return met === -1 ? events : events.slice(0, met + 1);
}

const stateAfter = new Map<string, VendorClock['state']>([
  ['activate', 'running'],
  ['pause', 'paused'],
  ['fulfill', 'met'],
]);
