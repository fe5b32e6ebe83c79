// Turns the history of an issue into ticket events where labels tell severity and waiting.
import { text, wholeNumber } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { Actor, TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';

const severityExample = '{ prefix: "severity/", otherwise: 3 }';
const level = wholeNumber('a severity', { min: 1, max: 9 }, 1);

/** `severity` of a spec: labels by their whole name, or a prefix that a digit follows. */
export const labelSeverity = part('severity has labels or a prefix, and otherwise', severityExample, {
  labels: z.record(z.string(), level, such('labels map to severities', '{ critical: 1 }')).default({}),
  prefix: text('a prefix', 'severity/').optional(),
  /** Until an issue has the first of these labels. */
  otherwise: level,
}).refine(({ labels, prefix }) => prefix !== undefined || Object.keys(labels).length > 0, {
  error: such('severity has labels or a prefix, and otherwise', severityExample),
});

export type LabelTerms = {
  severity: z.output<typeof labelSeverity>;
  /** The issue waits for its reporter while it has this label. */
  waitingLabel?: string | undefined;
};

/** What happened to an issue, in words that trackers have in common. */
export type IssueChange = { at: Instant } & (
  | { type: 'labeled' | 'unlabeled'; label: string }
  | { type: 'public-reply'; actor: Actor; autoSubmitted: boolean }
  | { type: 'note' | 'resolved' | 'reopened' | 'deleted' }
);

export type IssueHistory = { ticket: string; openedAt: Instant; changes: IssueChange[] };

/**
 * Events by instant, then as listed. Of several severity labels the highest severity counts. An issue that
 * loses its last one keeps the severity: labels are swapped one after the other, and a moment without any
 * would restart clocks. Labels that it was opened with are part of `opened`. Case does not matter. An issue
 * that is closed because it moves elsewhere is not resolved.
 */
export function issueEvents({ ticket, openedAt, changes }: IssueHistory, terms: LabelTerms): TicketEvent[] {
  const byInstant = withoutMoves(changes).toSorted((one, other) => one.at - other.at);
  const labels = new Set<string>();
  let severity = terms.severity.otherwise;
  let openedWith = severity;
  const events = byInstant.flatMap((change): TicketEvent[] => {
    if (!('label' in change)) return [{ ticket, ...change }];
    const { at, type, label } = change;
    if (isSame(label, terms.waitingLabel)) {
      return [{ ticket, at, type: type === 'labeled' ? 'waiting-on-reporter' : 'waiting-ended' }];
    }
    const before = severity;
    if (type === 'labeled') labels.add(label.toLowerCase());
    else labels.delete(label.toLowerCase());
    severity = highest(labels, terms) ?? severity;
    if (at <= openedAt) openedWith = severity;
    return severity === before || at <= openedAt ? [] : [{ ticket, at, type: 'severity-changed', severity }];
  });
  return [{ ticket, at: openedAt, type: 'opened', severity: openedWith }, ...events];
}

function withoutMoves(changes: IssueChange[]): IssueChange[] {
  const left = new Set(changes.flatMap(({ type, at }) => (type === 'deleted' ? [at] : [])));
  return changes.filter(({ type, at }) => type !== 'resolved' || !left.has(at));
}

function highest(labels: Set<string>, { severity }: LabelTerms): number | null {
  const levels = [...labels].flatMap((label) => levelsOf(label, severity));
  return levels.length === 0 ? null : Math.min(...levels);
}

function levelsOf(label: string, { labels, prefix }: LabelTerms['severity']): number[] {
  const named = Object.entries(labels).flatMap(([name, value]) => (isSame(label, name) ? [value] : []));
  if (prefix === undefined || !label.startsWith(prefix.toLowerCase())) return named;
  const rest = label.slice(prefix.length);
  return /^[1-9]$/.test(rest) ? [...named, Number(rest)] : named;
}

function isSame(label: string, name: string | undefined): boolean {
  return label.toLowerCase() === name?.toLowerCase();
}
