// Open triggers with the evidence that opened them, in words. Pure.
import type { TriggerSummary } from '@upheld/shared/api/responses';
import type { Occurrence } from '@upheld/shared/triggers/trigger';
import { printInstant } from '../words/instant.ts';
import { readable } from '../words/names.ts';
import { periodLabel } from '../words/period.ts';
import { objectiveHref } from './links.ts';

const kinds = new Map([
  ['missed', 'a closed period missed its target'],
  ['irrecoverable', 'the target can no longer be met in this period'],
  ['response-missed', 'a ticket was not answered in time'],
]);

export type TriggerRow = ReturnType<typeof triggerRow>;

/** Open triggers, the newest first. */
export function openTriggers(triggers: TriggerSummary[], zone: string): TriggerRow[] {
  return triggers
    .filter((trigger) => trigger.clearedAt === null)
    .toSorted((a, b) => b.openedAt - a.openedAt)
    .map((trigger) => triggerRow(trigger, zone));
}

function triggerRow(trigger: TriggerSummary, zone: string) {
  const open = trigger.occurrences.filter((occurrence) => occurrence.clearedAt === null);
  return {
    key: [trigger.trigger, trigger.promise, trigger.source].join(' '),
    name: readable(trigger.trigger),
    what: kinds.get(trigger.type) ?? readable(trigger.type),
    promise: readable(trigger.promise),
    source: trigger.source,
    href: objectiveHref(trigger.agreement, trigger.promise, { source: trigger.source }),
    openedAt: printInstant(trigger.openedAt, zone),
    occurrences: open.map((occurrence) => occurrenceRow(occurrence, zone)),
  };
}

function occurrenceRow(occurrence: Occurrence, zone: string) {
  const { agreement, promise, source, subject, evidence } = occurrence;
  return {
    key: `${subject} ${occurrence.openedAt}`,
    subject: occurrence.type === 'response-missed' ? `Ticket ${subject}` : periodLabel(subject),
    summary: evidence.summary,
    asOf: printInstant(evidence.asOf, zone),
    href: objectiveHref(agreement, promise, { period: evidence.period, source }),
  };
}
