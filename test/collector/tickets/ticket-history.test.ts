import { describe, expect, it } from 'vitest';
import { historyEvents, type TicketChange } from '@upheld/collector/tickets/ticket-history';

const told = (changes: TicketChange[], standing: 'open' | 'resolved' = 'open') =>
  historyEvents({ ticket: 'T', openedAt: 10, severity: 3, standing, changes });

describe('the history of a ticket', () => {
  it('is told by instant, and at one instant as it is listed', () => {
    const changes: TicketChange[] = [
      { at: 30, type: 'note' },
      { at: 20, type: 'standing', standing: 'waiting' },
      { at: 20, type: 'severity', severity: 1 },
    ];
    expect(told(changes)).toEqual([
      { ticket: 'T', at: 10, type: 'opened', severity: 3 },
      { ticket: 'T', at: 20, type: 'waiting-on-reporter' },
      { ticket: 'T', at: 20, type: 'severity-changed', severity: 1 },
      { ticket: 'T', at: 30, type: 'note' },
    ]);
  });

  it('has no event of a value that stays', () => {
    const same: TicketChange[] = [
      { at: 20, type: 'severity', severity: 3 },
      { at: 20, type: 'standing', standing: 'open' },
    ];
    expect(told(same)).toHaveLength(1);
  });

  it('begins with how the ticket was opened', () => {
    const types = told([{ at: 20, type: 'standing', standing: 'waiting' }], 'resolved').map(
      ({ type }) => type,
    );
    expect(types).toEqual(['opened', 'resolved', 'reopened', 'waiting-on-reporter']);
  });
});
