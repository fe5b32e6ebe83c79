// What goes on at the simulated desk while somebody watches the demo.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { MINUTE } from '@upheld/shared/time/instant';
import type { Instant } from '@upheld/shared/time/instant';

const HOUR = 60 * MINUTE;

/** What has gone on for a while: a ticket that waits for its reporter, one that was raised, and two that ended. */
function underWay(startedAt: Instant): TicketEvent[] {
  const ago = (hours: number) => startedAt - hours * HOUR;
  const reply = { type: 'public-reply', actor: 'supplier', autoSubmitted: false } as const;
  return [
    { ticket: 'NW-8997', at: ago(50), type: 'opened', severity: 2 },
    // It was moved to another desk before anybody answered: its clocks count nowhere.
    { ticket: 'NW-8997', at: ago(49), type: 'deleted' },
    { ticket: 'NW-8998', at: ago(30), type: 'opened', severity: 2 },
    { ticket: 'NW-8998', at: ago(28), ...reply },
    { ticket: 'NW-8998', at: ago(27), type: 'waiting-on-reporter' },
    { ticket: 'NW-8999', at: ago(6), type: 'opened', severity: 3 },
    { ticket: 'NW-9000', at: ago(5.5), type: 'opened', severity: 3 },
    { ticket: 'NW-9000', at: ago(5), type: 'merged-into', into: 'NW-8999' },
    { ticket: 'NW-8999', at: ago(4), type: 'severity-changed', severity: 2 },
    { ticket: 'NW-8999', at: ago(3), ...reply },
  ];
}

/**
 * The events until an instant, counted from the start of the demo: a Severity 1 that nobody
 * answers falls due two minutes after it, and every seven minutes there is a new question.
 */
export function liveEvents(startedAt: Instant, until: Instant): TicketEvent[] {
  const events: TicketEvent[] = [
    ...underWay(startedAt),
    { ticket: 'NW-9001', at: startedAt - 118 * MINUTE, type: 'opened', severity: 1 },
    {
      ticket: 'NW-9001',
      at: startedAt - 117 * MINUTE,
      type: 'public-reply',
      actor: 'bot',
      autoSubmitted: true,
    },
    { ticket: 'NW-9002', at: startedAt - 20 * MINUTE, type: 'opened', severity: 2 },
    {
      ticket: 'NW-9002',
      at: startedAt + 4 * MINUTE,
      type: 'public-reply',
      actor: 'supplier',
      autoSubmitted: false,
    },
  ];
  for (let number = 0; startedAt + number * 7 * MINUTE <= until; number++) {
    const ticket = `NW-${9003 + number}`;
    const at = startedAt + number * 7 * MINUTE;
    events.push({ ticket, at, type: 'opened', severity: 3 + (number % 2) });
    events.push({
      ticket,
      at: at + 3 * MINUTE,
      type: 'public-reply',
      actor: 'supplier',
      autoSubmitted: false,
    });
  }
  return events.filter((event) => event.at <= until).sort((a, b) => a.at - b.at);
}
