// What Zendesk says of its own service-level clocks: a second opinion, from the metric events of a ticket. Where they
// are not as they are documented there is none; facts do not depend on it.
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';
import { recordInstant } from './records.ts';

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

/** By the first of these metrics that has a target; the first reply is the first instance of its metric. */
const measures: { kind: VendorClock['kind']; metrics: string[]; isFirst: boolean }[] = [
  { kind: 'first-response', metrics: ['reply_time'], isFirst: true },
  { kind: 'update', metrics: ['periodic_update_time', 'pausable_update_time'], isFirst: false },
  {
    ...{ kind: 'resolution', isFirst: false },
    metrics: ['resolution_time', 'requester_wait_time', 'agent_work_time'],
  },
];

/** The clocks of one ticket as the document shows them; none without `readAt`, the desk's own clock. */
export function zendeskClocks(ticket: number, document: unknown, readAt: Instant | null): VendorClock[] {
  const read = metrics.safeParse(document);
  if (!read.success || readAt === null) return [];
  const byMetric = new Map(Object.entries(read.data.ticket.metric_events));
  return measures.flatMap(({ kind, metrics: names, isFirst }): VendorClock[] => {
    const clocks = names.flatMap((name) => clockOf(byMetric.get(name) ?? [], isFirst, readAt) ?? []);
    return clocks.slice(0, 1).map((clock) => ({ ticket: String(ticket), kind, ...clock, readAt }));
  });
}

/** Of the first or the last instance that has a target. Clocks without one run in every ticket. */
function clockOf(
  all: MetricEvent[],
  isFirst: boolean,
  readAt: Instant,
): Pick<VendorClock, 'state' | 'dueAt'> | null {
  const targeted = all.filter(({ type }) => type === 'apply_sla').map((event) => event.instance_id);
  const instance = isFirst ? targeted.find((id) => id === 1) : targeted.toSorted((a, b) => b - a)[0];
  if (instance === undefined) return null;
  const events = all.filter((event) => event.instance_id === instance).toSorted((a, b) => a.time - b.time);
  const breach = events.findLast(({ type, deleted }) => type === 'breach' && deleted !== true);
  if (breach !== undefined && breach.time <= readAt) return { state: 'missed', dueAt: breach.time };
  const state = events.flatMap(({ type }) => stateAfter.get(type) ?? []).at(-1) ?? 'running';
  return { state, dueAt: breach?.time ?? null };
}

const stateAfter = new Map<string, VendorClock['state']>([
  ['activate', 'running'],
  ['pause', 'paused'],
  ['fulfill', 'met'],
]);
