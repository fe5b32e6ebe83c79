// A valid support matrix and the events of its desk; a test changes one thing of them.
import type { Severity, SupportMatrix } from '@upheld/shared/agreement/agreement';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { at } from '../evaluation/build.ts';

export function aSeverity(change: Partial<Severity> = {}): Severity {
  const terms = { level: 1, name: 'Critical', firstResponse: '2h', calendar: 'always', target: '100%' };
  return { ...terms, reading: null, ...change };
}

export function aMatrix(change: Partial<SupportMatrix> = {}): SupportMatrix {
  return {
    name: 'issues',
    source: 'desk',
    owedBy: 'acme',
    clause: null,
    reading: 'Around the clock.',
    waitingOnReporterPauses: [],
    period: 'month',
    weight: 1,
    severities: [aSeverity()],
    ...change,
  };
}

/** A ticket, and its first reply by a human of the supplier if there is one. */
export function aTicket(
  ticket: string,
  opened: string,
  { replied, severity = 1 }: { replied?: string; severity?: number } = {},
): TicketEvent[] {
  const events: TicketEvent[] = [{ ticket, at: at(opened), type: 'opened', severity }];
  if (replied === undefined) return events;
  return [
    ...events,
    { ticket, at: at(replied), type: 'public-reply', actor: 'supplier', autoSubmitted: false },
  ];
}
