import { describe, expect, it } from 'vitest';
import { mostListed, supportStandings, ticketAccounts } from '@upheld/shared/evaluation/support';
import type { DeskFacts } from '@upheld/shared/evaluation/support';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import type { Interval } from '@upheld/shared/time/instant';
import { anAgreement } from '../../builders/agreement.ts';
import { aMatrix, aSeverity, aTicket } from '../indicators/matrix.ts';
import { at } from './build.ts';

const asOf = at('2026-09-07T12:00:00Z');
/** Severity 1 is answered within 2 h, severity 2 within 8 h. */
const severities = [aSeverity(), aSeverity({ level: 2, name: 'High', firstResponse: '8h' })];
const agreement = anAgreement({ support: [aMatrix({ severities })] });

type Known = { events?: TicketEvent[]; gaps?: Interval[]; opinions?: VendorClock[] };
/** Facts of the desk `desk`; of any other nothing is known. */
const facts = ({ events = [], gaps = [], opinions = [] }: Known): DeskFacts => ({
  desk: (source) => (source === 'desk' ? { events, gaps } : { events: [], gaps: [] }),
  opinions: (source) => (source === 'desk' ? opinions : []),
});
const standing = (known: Known, of = agreement) => supportStandings(of, facts(known), asOf)[0];

describe('how support stands at a desk', () => {
  it('tells the clocks that run, the next due first, and how many tickets of each severity are open', () => {
    const events = [
      ...aTicket('T-1', '2026-09-07T09:00:00Z', { severity: 2 }),
      ...aTicket('T-2', '2026-09-07T11:00:00Z'),
      ...aTicket('T-3', '2026-09-07T11:30:00Z', { severity: 2 }),
      ...aTicket('T-4', '2026-09-07T08:00:00Z', { replied: '2026-09-07T09:00:00Z' }),
    ];
    expect(standing({ events })).toMatchObject({
      ...{ matrix: 'issues', source: 'desk', owedBy: 'acme' },
      open: [
        { severity: 1, tickets: 1 },
        { severity: 2, tickets: 2 },
      ],
      running: {
        clocks: [
          { ticket: 'T-2', dueAt: at('2026-09-07T13:00:00Z'), leftMs: 3_600_000 },
          { ticket: 'T-1', dueAt: at('2026-09-07T17:00:00Z'), leftMs: 5 * 3_600_000 },
          { ticket: 'T-3', dueAt: at('2026-09-07T19:30:00Z'), leftMs: 7.5 * 3_600_000 },
        ],
        more: 0,
      },
      ...{ unknown: 0, deleted: { clocks: [], more: 0 }, opinion: null },
    });
  });

  it('counts a ticket once of which several clocks run', () => {
    const all = [aSeverity({ resolution: '24h' })];
    const known = { events: aTicket('T-1', '2026-09-07T11:00:00Z') };
    const told = standing(known, anAgreement({ support: [aMatrix({ severities: all })] }));
    expect(told?.running.clocks.map(({ kind }) => kind)).toEqual(['first-response', 'total-resolution']);
    expect(told?.open).toEqual([{ severity: 1, tickets: 1 }]);
  });

  it('counts clocks that fell due in a gap as unknown', () => {
    const gaps = [{ start: at('2026-09-07T06:30:00Z'), end: asOf }];
    // Due at 8:00, in the gap; and at 6:00, before it.
    const events = [...aTicket('T-1', '2026-09-07T06:00:00Z'), ...aTicket('T-2', '2026-09-07T04:00:00Z')];
    expect(standing({ events, gaps })?.unknown).toBe(1);
    expect(standing({ events })?.unknown).toBe(0);
  });

  it('lists the clocks that a ticket took with it when it left the desk, the latest first', () => {
    const gone = (ticket: string, text: string): TicketEvent => ({ ticket, at: at(text), type: 'deleted' });
    const events = [
      ...aTicket('T-1', '2026-09-07T06:00:00Z'),
      gone('T-1', '2026-09-07T07:00:00Z'),
      ...aTicket('T-2', '2026-09-07T07:00:00Z'),
      gone('T-2', '2026-09-07T08:30:00Z'),
      // Missed at 6:00 already: that stays.
      ...aTicket('T-3', '2026-09-07T04:00:00Z'),
      gone('T-3', '2026-09-07T07:00:00Z'),
    ];
    const told = standing({ events });
    expect(told?.deleted.clocks.map(({ ticket, state, dueAt }) => [ticket, state, dueAt])).toEqual([
      ['T-2', 'deleted', null],
      ['T-1', 'deleted', null],
    ]);
    expect(told?.running.clocks).toEqual([]);
  });

  it('tells how often the system itself says the same, and where it does not why', () => {
    const opinion = { kind: 'first-response' as const, dueAt: null, readAt: asOf };
    const events = [
      ...aTicket('T-1', '2026-09-07T08:00:00Z', { replied: '2026-09-07T09:00:00Z' }),
      ...aTicket('T-2', '2026-09-07T08:00:00Z', { replied: '2026-09-07T11:00:00Z' }),
    ];
    const opinions: VendorClock[] = [
      { ...opinion, ticket: 'T-1', state: 'met' },
      { ...opinion, ticket: 'T-2', state: 'met' },
      { ...opinion, ticket: 'T-1', kind: 'resolution', state: 'running' },
    ];
    expect(standing({ events, opinions })?.opinion).toMatchObject({
      ...{ agreed: 1, notPromised: 1, more: 0 },
      disagreements: [
        { ticket: 'T-2', ours: { state: 'missed' }, theirs: { state: 'met' }, reason: 'unexplained' },
      ],
    });
  });

  it('lists no more than can be read, and says how many are left', () => {
    const events = Array.from({ length: mostListed + 3 }, (_, number) =>
      aTicket(`T-${number}`, '2026-09-07T11:00:00Z'),
    ).flat();
    const told = standing({ events });
    expect([told?.running.clocks.length, told?.running.more]).toEqual([mostListed, 3]);
    expect(told?.open).toEqual([{ severity: 1, tickets: mostListed + 3 }]);
  });

  it('tells each desk that a matrix was ever read from, and which party owes it by its last terms', () => {
    const later = anAgreement({ support: [aMatrix({ source: 'new-desk', owedBy: 'us', severities })] });
    const from = at('2026-09-01T00:00:00Z');
    const amended = { ...agreement, amended: [{ name: 'a1', from, terms: later }] };
    const told = supportStandings(amended, facts({ events: aTicket('T-1', '2026-09-07T11:00:00Z') }), asOf);
    expect(told.map(({ matrix, source, owedBy }) => [matrix, source, owedBy])).toEqual([
      ['issues', 'desk', 'us'],
      ['issues', 'new-desk', 'us'],
    ]);
    // The old desk promises nothing for tickets of September.
    expect(told[0]?.running.clocks).toEqual([]);
    expect(supportStandings(anAgreement(), facts({}), asOf)).toEqual([]);
  });
});

describe('what is known of a ticket', () => {
  const events = aTicket('T-1', '2026-09-07T11:00:00Z');
  const other = aMatrix({
    name: 'slow',
    ...{ owedBy: 'us', waitingOnReporterPauses: ['updates'] },
    severities: [aSeverity({ firstResponse: '4h' })],
  });
  const both = anAgreement({ support: [aMatrix(), other, aMatrix({ name: 'apart', source: 'elsewhere' })] });

  it('is told under each matrix of its desk', () => {
    const told = ticketAccounts(both, facts({ events }), { source: 'desk', ticket: 'T-1', asOf });
    expect(told).toMatchObject([
      {
        ...{ matrix: 'issues', owedBy: 'acme', waitingOnReporterPauses: [] },
        account: { ticket: 'T-1', events, clocks: [{ dueAt: at('2026-09-07T13:00:00Z') }] },
      },
      {
        ...{ matrix: 'slow', owedBy: 'us', waitingOnReporterPauses: ['updates'] },
        account: { clocks: [{ dueAt: at('2026-09-07T15:00:00Z') }] },
      },
    ]);
  });

  it('is nothing where the desk does not know it, or there is no such desk', () => {
    const ask = (source: string, ticket: string) =>
      ticketAccounts(both, facts({ events }), { source, ticket, asOf });
    expect(ask('desk', 'T-2')).toEqual([]);
    expect(ask('elsewhere', 'T-1')).toEqual([]);
    expect(ask('nowhere', 'T-1')).toEqual([]);
  });
});
