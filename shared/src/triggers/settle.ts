// Settles an agreement's triggers against its newest statements: what has to be opened, and what no
// longer stands (measurement.md section 5).
import type { Agreement } from '../agreement/agreement.ts';
import { triggersOf } from '../agreement/default-triggers.ts';
import { inForce } from '../agreement/versions.ts';
import type { Statement } from '../evaluation/statement.ts';
import type { Instant } from '../time/instant.ts';
import { triggerKind } from './registry.ts';
import type { Finding, Occurrence, TriggerRule } from './trigger.ts';

export type SettleInput = {
  agreement: Agreement;
  statements: Statement[];
  /** The occurrences that are open now. */
  open: Occurrence[];
  now: Instant;
};

/**
 * Opens once per trigger, promise, source and subject, and clears what the facts no longer support; a
 * loss of coverage clears nothing. What no statement speaks of stays as it is.
 */
export function settleTriggers(input: SettleInput): { opened: Occurrence[]; cleared: Occurrence[] } {
  const { agreement, open, now } = input;
  const rules = triggersOf(inForce(agreement, now));
  const standing = new Map(open.map((occurrence) => [keyOf(occurrence), occurrence]));
  const opened: Occurrence[] = [];
  const cleared: Occurrence[] = [];
  for (const rule of rules) {
    for (const finding of findings(rule, input.statements, agreement.timeZone)) {
      const occurrence = occurrenceOf(agreement, rule, finding, now);
      const known = standing.get(keyOf(occurrence));
      if (known === undefined && finding.state === 'holds') opened.push(occurrence);
      if (known !== undefined && isCleared(known, finding)) cleared.push({ ...known, clearedAt: now });
    }
  }
  return { opened, cleared };
}

/** One finding a subject: statements may overlap, and of two the one that keeps a trigger open counts. */
function findings(
  { when: { type, ...fields } }: TriggerRule,
  statements: Statement[],
  timeZone: string,
): Finding[] {
  const kind = triggerKind(type);
  const found = new Map<string, Finding>();
  for (const finding of kind.find(kind.when.parse(fields), statements, timeZone)) {
    const key = JSON.stringify([finding.promise, finding.source, finding.subject]);
    const other = found.get(key);
    if (other === undefined || weightOf(finding) < weightOf(other)) found.set(key, finding);
  }
  return [...found.values()];
}

function weightOf({ state }: Finding): number {
  return ['holds', 'unknown', 'unsupported', 'gone'].indexOf(state);
}

function isCleared(known: Occurrence, { state, evidence }: Finding): boolean {
  if (state === 'gone') return true;
  return state === 'unsupported' && evidence.measured >= known.evidence.measured;
}

function occurrenceOf(
  { name: agreement }: Agreement,
  { name: trigger, when: { type } }: TriggerRule,
  { promise, source, subject, evidence }: Finding,
  now: Instant,
): Occurrence {
  return { agreement, trigger, type, promise, source, subject, openedAt: now, clearedAt: null, evidence };
}

function keyOf({ trigger, promise, source, subject }: Occurrence): string {
  return JSON.stringify([trigger, promise, source, subject]);
}
