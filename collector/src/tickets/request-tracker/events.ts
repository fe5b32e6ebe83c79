// What a transaction of Request Tracker means to a ticket's clocks. A person becomes a kind of actor here,
// and nothing else of them goes further.
import type { Actor, TicketEvent } from '@upheld/shared/facts/ticket-event';
import { standingEvents, standingOf, type StatusTerms } from '../standing.ts';
import { mergedInto, type Transaction } from './answers.ts';
import type { Queue } from './queue.ts';
import { changesSeverity, severityOf, type SeverityTerms } from './severity.ts';
import { leavesQueue, type Whereabouts } from './whereabouts.ts';

/** The words of a spec that events depend on. Addresses are whole, or `@` and a domain. */
export type EventTerms = {
  severity: SeverityTerms;
  supplierAddresses: readonly string[];
  botAddresses: readonly string[];
  statuses: StatusTerms;
};

/** What else the desk tells of the transactions of a page. */
export type Findings = {
  queue: Queue;
  /** What the severity of tickets was opened with; one that is not in it cannot be read any more. */
  openedWith: ReadonlyMap<string, string>;
  whereabouts: Whereabouts;
  /** The transactions that a program's mail brought. */
  autoSubmitted: ReadonlySet<number>;
};

/** Request Tracker itself, as which its rules act. */
const system = 'RT_System';

/** The events of one transaction, in their order. */
export function eventsOf(row: Transaction, terms: EventTerms, findings: Findings): TicketEvent[] {
  const base = { ticket: row.ticket, at: row.at };
  if (leavesQueue(row, findings.queue, findings.whereabouts)) return [{ ...base, type: 'deleted' }];
  if (changesSeverity(row, findings.queue.place)) {
    return [{ ...base, type: 'severity-changed', severity: severityOf(row.ticket, row.to, terms.severity) }];
  }
  switch (row.type) {
    case 'Create':
      return opened(row, terms, findings);
    case 'Correspond': {
      const autoSubmitted = findings.autoSubmitted.has(row.id);
      return [{ ...base, type: 'public-reply', actor: actorOf(row, terms), autoSubmitted }];
    }
    case 'Comment':
      return [{ ...base, type: 'note' }];
    case 'Status':
      return standingEvents(base, standingOf(row.from, terms.statuses), standingOf(row.to, terms.statuses));
    default: {
      const into = mergedInto(row);
      return into === null ? [] : [{ ...base, type: 'merged-into', into }];
    }
  }
}

function opened({ ticket, at }: Transaction, terms: EventTerms, { openedWith }: Findings): TicketEvent[] {
  const value = openedWith.get(ticket);
  if (value === undefined) return [];
  return [{ ticket, at, type: 'opened', severity: severityOf(ticket, value, terms.severity) }];
}

function actorOf({ by }: Transaction, { supplierAddresses, botAddresses }: EventTerms): Actor {
  if (by.name === system || isAmong(by.address, botAddresses)) return 'bot';
  return isAmong(by.address, supplierAddresses) ? 'supplier' : 'reporter';
}

function isAmong(address: string, patterns: readonly string[]): boolean {
  const known = address.toLowerCase();
  const domain = known.slice(known.lastIndexOf('@'));
  return patterns.map((pattern) => pattern.toLowerCase()).some((it) => it === known || it === domain);
}
