import { describe, expect, it } from 'vitest';
import { supportStandings, ticketAccounts } from '@upheld/shared/evaluation/support';
import { toldAccounts } from '@upheld/shared/evaluation/told-accounts';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { ToldEvent } from '@upheld/shared/tickets/told-events';
import { ticketPage } from '../../../dashboard/src/lib/pages/ticket.ts';
import { anAgreement } from '../../builders/agreement.ts';
import { northwind } from '../../fixtures/api/northwind.ts';
import { ticketAnswer } from '../../fixtures/api/support.ts';
import { at } from '../../fixtures/api/window.ts';
import { aMatrix, aSeverity } from '../../shared/indicators/matrix.ts';

const { agreement, system } = northwind('2026-Q4');

function page(ticket: string) {
  const answer = ticketAnswer('desk', ticket);
  if (answer === null) throw new Error(`no ticket ${ticket}`);
  return ticketPage(answer, agreement, 'desk');
}

type Change = Parameters<typeof aSeverity>[0] & { told?: ToldEvent[] };

/** The page of T-1 with these events under a first response in 2 h, as of 20 November, 15:09 in New York. */
function pageOf(events: TicketEvent[], { told = [], ...change }: Change = {}) {
  const support = [
    aMatrix({ severities: [aSeverity(change), aSeverity({ level: 3, firstResponse: '24h' })] }),
  ];
  const facts = { desk: () => ({ events, gaps: [] }), opinions: () => [] };
  const asked = { source: 'desk', ticket: 'T-1', asOf: system.asOf };
  const accounts = toldAccounts(ticketAccounts(anAgreement({ support }), facts, asked), told);
  expect(supportStandings(anAgreement({ support }), facts, system.asOf)).toHaveLength(1);
  return ticketPage({ system, desk: null, accounts }, agreement, 'desk');
}

const opened = (text: string, severity = 1): TicketEvent => ({
  ...{ ticket: 'T-1', at: at(text), type: 'opened', severity },
});
const reply = (text: string): TicketEvent => ({
  ...{ ticket: 'T-1', at: at(text), type: 'public-reply', actor: 'supplier', autoSubmitted: false },
});

describe('a ticket under two matrices', () => {
  it('has its clocks told apart, and what happened told once', () => {
    const severities = [aSeverity()];
    const support = [aMatrix({ severities }), aMatrix({ name: 'night-desk', owedBy: 'lumen', severities })];
    const events = [opened('2026-11-20T10:00-05:00'), reply('2026-11-20T13:00-05:00')];
    const facts = { desk: () => ({ events, gaps: [] }), opinions: () => [] };
    const asked = { source: 'desk', ticket: 'T-1', asOf: system.asOf };
    const accounts = toldAccounts(ticketAccounts(anAgreement({ support }), facts, asked), []);
    const told = ticketPage({ system, desk: null, accounts }, agreement, 'desk');
    expect(told.headline).toBe('Ticket T-1: first response late.');
    expect(told.matrices.map(({ label, clocks }) => [label, clocks.length])).toEqual([
      ['Issues', 1],
      ['Night desk', 1],
    ]);
    expect(told.ledger.map(({ what, effects }) => [what, ...effects])).toEqual([
      ['Opened with severity 1'],
      ['The first response of Issues falls due: late from here on'],
      ['The first response of Night desk falls due: late from here on'],
      ['Public reply', 'First response of Issues: late', 'First response of Night desk: late'],
    ]);
  });
});

describe('a reopened ticket', () => {
  const end = (text: string, type: 'resolved' | 'reopened'): TicketEvent => ({
    ...{ ticket: 'T-1', at: at(text), type },
  });
  const resolved = [
    opened('2026-11-20T09:00-05:00'),
    reply('2026-11-20T09:30-05:00'),
    end('2026-11-20T10:00-05:00', 'resolved'),
  ];
  const kinds = (events: TicketEvent[]) => {
    const [matrix] = pageOf(events, { resolution: '12h' }).matrices;
    return [matrix?.clocks.map(({ kind, word }) => `${kind}: ${word}`), matrix?.resolutions];
  };

  it('has its first resolution told beside the whole, which runs on', () => {
    expect(kinds(resolved)).toEqual([['First response: In time', 'Resolution: In time'], '']);
    const [clocks, words] = kinds([...resolved, end('2026-11-20T14:00-05:00', 'reopened')]);
    expect(clocks).toEqual(['First response: In time', 'First resolution: In time', 'Resolution: Running']);
    expect(words).toContain('it runs on where a ticket is reopened');
  });
});

describe('the page of a ticket', () => {
  it('begins with what became of every promise', () => {
    expect(page('4755').headline).toBe(
      'Ticket 4755: first response late, 1 of 2 updates in time, resolution in time.',
    );
    expect(page('5110').headline).toBe('Ticket 5110: first response still running.');
    expect(page('5098').headline).toBe('Ticket 5098: first response in time, resolution standing still.');
    expect(page('5071').headline).toBe(
      'Ticket 5071: first response uncounted, because the ticket left the desk, resolution uncounted, because the ticket left the desk.',
    );
    expect(pageOf([opened('2026-11-20T10:00-05:00', 9)]).headline).toBe(
      'Ticket T-1: nothing is promised for it.',
    );
  });

  it('tells everything in order: what counted, what did not and why, and what fell due', () => {
    const told = page('4755').ledger.map(({ at: when, what, by, counts, effects }) => [
      ...[when.text.slice(when.text.indexOf(', ') + 2), what, by, counts, effects.join(' ')],
    ]);
    expect(told).toEqual([
      ['15:40', 'Opened with severity 3', '', null, ''],
      ['15:41', 'Public reply, sent automatically', 'Bot', false, ''],
      [
        ...['15:44', 'Severity raised from 3 to 2', '', null],
        'Running clocks now fall due by the new target from here, where that is earlier. What the old severity did not promise starts here.',
      ],
      ['18:02', 'Internal note', '', false, ''],
      // Raised at 15:44 to a severity that is answered within 8 h.
      ['23:44', 'The first response falls due: late from here on', '', null, ''],
      ['00:49', 'Public reply', 'Supplier', true, 'First response: late'],
      [
        ...['09:00', 'Begins to wait for its reporter', '', null],
        'Clocks that the agreement names stand still from here on.',
      ],
      ['11:30', 'Public reply', 'Reporter', false, 'The wait ends.'],
      // 24 h from 0:49 and the 2 h 30 min of the wait.
      ['03:19', 'The update falls due: late from here on', '', null, ''],
      ['09:30', 'Public reply', 'Supplier', true, 'Update: in time'],
      ['11:05', 'Resolved', '', null, 'Resolution: in time'],
    ]);
    expect(
      page('4755')
        .ledger.map(({ reason }) => reason)
        .filter((reason) => reason !== ''),
    ).toEqual([
      'Written by a bot.',
      'An internal note, which the reporter does not see.',
      'A public reply by a human of the supplier.',
      'A message of the reporter.',
      'A public reply by a human of the supplier.',
    ]);
    expect(page('4755').replies).toBe('Of 5 replies and notes, 2 count as responses.');
  });

  it('gives each of two replies at one instant its own reason', () => {
    const text = '2026-11-20T10:30-05:00';
    const bot: TicketEvent = {
      ...{ ticket: 'T-1', at: at(text), type: 'public-reply', actor: 'bot', autoSubmitted: false },
    };
    const { ledger, matrices } = pageOf([opened('2026-11-20T10:00-05:00'), bot, reply(text)]);
    expect(ledger.slice(1).map(({ by, counts, reason }) => [by, counts, reason])).toEqual([
      ['Bot', false, 'Written by a bot.'],
      ['Supplier', true, 'A public reply by a human of the supplier.'],
    ]);
    expect(matrices[0]?.clocks[0]?.sentence).toBe('Answered 1 h 30 min before it was due.');
  });

  it('rounds how late an answer came up, and how early it came down', () => {
    const sentence = (text: string) =>
      pageOf([opened('2026-11-20T10:00-05:00'), reply(text)]).matrices[0]?.clocks[0]?.sentence;
    expect(sentence('2026-11-20T12:00:01-05:00')).toBe('Answered 1 min after it was due.');
    expect(sentence('2026-11-20T11:58:01-05:00')).toBe('Answered 1 min before it was due.');
  });

  it('says that a wait ended with the ticket that left', () => {
    const gone = (text: string, type: 'waiting-on-reporter' | 'deleted'): TicketEvent => ({
      ...{ ticket: 'T-1', at: at(text), type },
    });
    const told = pageOf([
      opened('2026-11-20T10:00-05:00'),
      gone('2026-11-20T10:10-05:00', 'waiting-on-reporter'),
      gone('2026-11-20T10:40-05:00', 'deleted'),
    ]);
    expect(told.ledger.at(-1)?.effects).toEqual(['Clocks that still run end here and count nowhere.']);
    expect(told.waits).toMatchObject([{ length: '30 min' }]);
  });

  it('says that a ticket which came back was never away, as far as its clocks go', () => {
    const event = (text: string, type: 'deleted' | 'restored'): TicketEvent => ({
      ...{ ticket: 'T-1', at: at(text), type },
    });
    const told = pageOf([
      opened('2026-11-20T10:00-05:00'),
      event('2026-11-20T10:10-05:00', 'deleted'),
      event('2026-11-20T10:40-05:00', 'restored'),
    ]);
    expect(told.left).toBeNull();
    expect(told.matrices[0]?.clocks[0]?.word).not.toBe('Left the desk');
    const [, left, back] = told.ledger;
    expect(left?.effects).toEqual(['It came back later, so that its clocks run on.']);
    expect(back?.what).toBe('Is at the desk again');
  });

  it('says of an observed event between which readings it happened, and of others when', () => {
    const rows = page('4755').ledger;
    expect(rows.at(-1)).toMatchObject({ after: { text: '21 Aug 2026, 11:00' } });
    expect(rows.slice(0, -1).every(({ after }) => after === null)).toBe(true);
  });

  describe('with something that its desk told late', () => {
    const asked = opened('2026-11-20T10:00-05:00');
    const answered = reply('2026-11-20T11:00-05:00');
    const arrival = (event: TicketEvent, toldAt: string, deskKnownUntil: string | null): ToldEvent => ({
      ...{ ...event, toldAt: at(toldAt) },
      deskKnownUntil: deskKnownUntil === null ? null : at(deskKnownUntil),
    });
    const toldOf = (told: ToldEvent) =>
      pageOf([asked, answered], { told: [told] }).ledger.map((row) => row.told);

    it('says when it was told, and that a clock was in time only by then', () => {
      // Due at 12:00, said to be answered at 11:00, and told at 14:30, a minute after a reading without it.
      const told = arrival(answered, '2026-11-20T14:30-05:00', '2026-11-20T14:29-05:00');
      const { ledger, matrices } = pageOf([asked, answered], { told: [told] });
      expect(ledger.map((row) => [row.told?.later, row.told?.at.text, row.effects])).toEqual([
        [undefined, undefined, []],
        [
          ...['3 h 30 min', '20 Nov 2026, 14:30'],
          ['First response: in time, but told 2 h 30 min after it was due'],
        ],
      ]);
      expect(matrices[0]?.clocks[0]?.sentence).toBe(
        'Answered 1 h before it was due. The desk told so only 2 h 30 min after it was due.',
      );
    });

    it('says so of an answer told soon after it, where its promise had run out meanwhile', () => {
      const soon = reply('2026-11-20T11:45-05:00');
      const told = arrival(soon, '2026-11-20T12:10-05:00', '2026-11-20T12:00:01-05:00');
      const page = pageOf([asked, soon], { told: [told] });
      expect(page.ledger.at(-1)).toMatchObject({
        told: { later: '25 min' },
        effects: ['First response: in time, but told 10 min after it was due'],
      });
      // Read up to the due instant and not beyond it, nobody had called it missed.
      const unread = arrival(soon, '2026-11-20T12:10-05:00', '2026-11-20T12:00-05:00');
      expect(pageOf([asked, soon], { told: [unread] }).ledger.at(-1)).toMatchObject({
        told: null,
        effects: ['First response: in time'],
      });
    });

    it('says so of whatever else the desk had been read an hour beyond', () => {
      const note: TicketEvent = { ticket: 'T-1', at: at('2026-11-20T11:00-05:00'), type: 'note' };
      const row = (known: string) =>
        pageOf([asked, note], { told: [arrival(note, '2026-11-20T15:00-05:00', known)] }).ledger[1]?.told;
      expect(row('2026-11-20T12:00:01-05:00')).toMatchObject({ later: '4 h' });
      expect(row('2026-11-20T12:00-05:00')).toBeNull();
    });

    it('says nothing of a first reading, of a desk that could not be read, and of what nobody knows', () => {
      expect(toldOf(arrival(answered, '2026-11-20T15:00-05:00', null))).toEqual([null, null]);
      expect(toldOf(arrival(answered, '2026-11-20T15:00-05:00', '2026-11-20T11:00-05:00'))).toEqual([
        null,
        null,
      ]);
      expect(pageOf([asked, answered]).ledger.map((row) => row.told)).toEqual([null, null]);
    });

    it('says of a resolution the same', () => {
      const done: TicketEvent = { ticket: 'T-1', at: at('2026-11-20T11:00-05:00'), type: 'resolved' };
      const told = arrival(done, '2026-11-20T14:30-05:00', '2026-11-20T14:29-05:00');
      const { ledger, matrices } = pageOf([asked, answered, done], { resolution: '2h', told: [told] });
      expect(ledger.at(-1)?.effects).toContain('Resolution: in time, but told 2 h 30 min after it was due');
      expect(matrices[0]?.clocks.map(({ kind, sentence }) => [kind, sentence])).toContainEqual([
        'Resolution',
        'Resolved 1 h before it was due. The desk told so only 2 h 30 min after it was due.',
      ]);
    });

    it('says of one that comes behind the answer, or that is late by itself, no more than that it was told late', () => {
      const second = reply('2026-11-20T11:50-05:00');
      const behind = [answered, second].map((event) =>
        arrival(event, '2026-11-20T12:10-05:00', event === second ? '2026-11-20T12:05-05:00' : null),
      );
      const page = pageOf([asked, answered, second], { told: behind });
      expect(page.ledger.map(({ told }) => told)).toEqual([null, null, null]);
      expect(page.matrices[0]?.clocks[0]?.sentence).toBe('Answered 1 h before it was due.');
      const late = reply('2026-11-20T12:30-05:00');
      const told = [arrival(late, '2026-11-20T14:30-05:00', '2026-11-20T14:29-05:00')];
      expect(pageOf([asked, late], { told }).ledger.at(-1)).toMatchObject({
        ...{ told: { later: '2 h' }, effects: ['First response: late'] },
      });
    });

    it('says nothing of it where another answer was told in time, and by the first of several that were not', () => {
      const second = reply('2026-11-20T11:50-05:00');
      const first = arrival(answered, '2026-11-20T14:30-05:00', '2026-11-20T14:29-05:00');
      const pageWith = (other: ToldEvent) => pageOf([asked, answered, second], { told: [first, other] });
      const inTime = pageWith(arrival(second, '2026-11-20T11:51-05:00', '2026-11-20T11:49-05:00'));
      expect(inTime.ledger[1]).toMatchObject({
        ...{ told: { later: '3 h 30 min' }, effects: ['First response: in time'] },
      });
      expect(inTime.matrices[0]?.clocks[0]?.sentence).toBe('Answered 1 h before it was due.');
      const sooner = pageWith(arrival(second, '2026-11-20T13:19:01-05:00', '2026-11-20T13:18-05:00'));
      expect(sooner.matrices[0]?.clocks[0]?.sentence).toContain('The desk told so only 1 h 20 min after');
      // What was told in time and came after the due instant does not save it.
      const after = reply('2026-11-20T12:10-05:00');
      const told = [first, arrival(after, '2026-11-20T12:11-05:00', '2026-11-20T12:09-05:00')];
      const late = pageOf([asked, answered, after], { told });
      expect(late.matrices[0]?.clocks[0]?.sentence).toContain('The desk told so only 2 h 30 min after');
    });

    it('says it of an update, whatever was told in time before it and does not count', () => {
      const bot: TicketEvent = {
        ...{ ticket: 'T-1', at: at('2026-11-20T12:30-05:00'), type: 'public-reply' },
        ...{ actor: 'bot', autoSubmitted: false },
      };
      const update = reply('2026-11-20T12:00-05:00');
      const told = [arrival(update, '2026-11-20T14:30-05:00', '2026-11-20T14:29-05:00')];
      // Due at 13:00, two hours after the first response.
      const page = pageOf([asked, answered, update, bot], { updateEvery: '2h', told });
      expect(page.ledger[2]?.effects).toEqual(['Update: in time, but told 1 h 30 min after it was due']);
      expect(page.ledger.map((row) => row.told?.later ?? '')).toEqual(['', '', '2 h 30 min', '', '']);
    });

    it('says nothing of an answer that was told twice, and once in time', () => {
      const twin: TicketEvent = { ...answered, ticket: 'T-2' };
      const merge: TicketEvent = {
        ticket: 'T-2',
        at: at('2026-11-20T10:30-05:00'),
        type: 'merged-into',
        into: 'T-1',
      };
      const events = [asked, { ...asked, ticket: 'T-2' }, merge, twin, answered];
      const told = [arrival(twin, '2026-11-20T14:30-05:00', '2026-11-20T14:29-05:00')];
      expect(pageOf(events, { told }).matrices[0]?.clocks[0]?.sentence).toBe(
        'Answered 1 h before it was due.',
      );
    });
  });

  it('says in a sentence how each clock ended', () => {
    expect(
      page('4755').matrices[0]?.clocks.map(({ kind, word, sentence }) => [kind, word, sentence]),
    ).toEqual([
      ['First response', 'Late', 'Answered 1 h 5 min after it was due.'],
      ['Update', 'Late', 'It fell due and was not given.'],
      // Due at 3:19 on the 22nd.
      ['Update', 'In time', 'Given 17 h 49 min before it was due.'],
      // 168 h from 15:44 on the 19th and the 2 h 30 min of the wait: 18:14 on the 26th.
      ['Resolution', 'In time', 'Resolved 5 d 7 h before it was due.'],
    ]);
  });

  it('takes an answer at the due instant for one in time, and tells it before the clock', () => {
    const events = [opened('2026-11-20T10:00-05:00'), reply('2026-11-20T12:00-05:00')];
    const [clock] = pageOf(events).matrices[0]?.clocks ?? [];
    expect(clock).toMatchObject({
      sentence: 'Answered at the instant at which it was due, which is in time.',
    });
    expect(pageOf(events).ledger.map(({ what }) => what)).toEqual(['Opened with severity 1', 'Public reply']);
  });

  it('says what is left of a clock that runs or stands still', () => {
    expect(page('5110').matrices[0]?.clocks[0]).toMatchObject({
      sentence: '21 min of the promised time are left.',
      meaning: '2 h, around the clock, due Fri 20:30 UTC',
    });
    const update = page('5098').matrices[0]?.clocks.find(({ kind }) => kind === 'Update');
    expect([update?.state, update?.word]).toEqual(['paused', 'Stands still']);
    expect(update?.sentence).toBe(
      'It stands still; 23 h of the promised time will be left when the wait ends. It has stood still for 2 d 3 h in all.',
    );
  });

  it('says that a late reply is one that fell due first, and that nobody can tell of an observed one', () => {
    const seen = { ...reply('2026-11-20T14:00-05:00'), observedAfter: at('2026-11-20T11:00-05:00') };
    const told = pageOf([opened('2026-11-20T10:00-05:00'), seen]);
    expect(told.headline).toBe('Ticket T-1: first response unknown.');
    expect(told.matrices[0]?.clocks[0]?.sentence).toContain('Nobody can tell');
    expect(told.ledger.map(({ what }) => what)).toContain(
      'The first response falls due: unknown whether in time',
    );
  });

  it('says that a severity was lowered, and what that moves', () => {
    const lowered: TicketEvent = {
      ...{ ticket: 'T-1', at: at('2026-11-20T10:30-05:00'), type: 'severity-changed', severity: 3 },
    };
    const [, row] = pageOf([opened('2026-11-20T10:00-05:00'), lowered]).ledger;
    expect(row).toMatchObject({
      what: 'Severity lowered from 1 to 3',
      effects: [
        'Running clocks now fall due by the new target from their start, where that is later. What the new severity does not promise ends here.',
      ],
    });
  });

  it('says when the ticket left the desk and what that ended', () => {
    const told = page('5071');
    expect(told.left?.text).toBe('10 Nov 2026, 13:00');
    expect(told.matrices[0]?.clocks[0]).toMatchObject({ word: 'Left the desk', due: null });
    expect(told.ledger.at(-1)).toMatchObject({
      what: 'Left the desk: deleted, or moved elsewhere',
      effects: ['Clocks that still run end here and count nowhere.'],
    });
  });

  it('leads to the ticket that carries it on, and back', () => {
    expect(page('5091').mergedInto).toEqual({
      ticket: '5090',
      href: '/agreements/northwind-lumen/support/desk/5090',
    });
    expect(page('5091').matrices[0]?.clocks[0]?.sentence).toBe(
      'Ended when the ticket was merged into 5090, which carries it on. It counts nowhere.',
    );
    expect(page('5090').merged).toMatchObject([{ ticket: '5091' }]);
    expect(page('5090').ledger.map(({ what }) => what)).toContain('Takes over 5091, which is merged into it');
  });

  it('tells its waits, and what stands still meanwhile', () => {
    expect(page('4755').waits).toMatchObject([
      { from: { text: '20 Aug 2026, 09:00' }, to: { text: '20 Aug 2026, 11:30' }, length: '2 h 30 min' },
    ]);
    expect(page('5098').waits).toMatchObject([{ to: null, length: '2 d 3 h' }]);
    expect(page('4755').matrices[0]?.pauses).toBe(
      'By the agreement the clocks of updates and the resolution stand still meanwhile; that of the first response never does.',
    );
    const wait: TicketEvent = {
      ...{ ticket: 'T-1', at: at('2026-11-20T10:30-05:00'), type: 'waiting-on-reporter' },
    };
    const unpaused = pageOf([opened('2026-11-20T10:00-05:00'), wait]);
    expect(unpaused.matrices[0]?.pauses).toBe('By the agreement no clock stands still meanwhile.');
    expect(unpaused.ledger[1]?.effects).toEqual(['No clock stands still for it.']);
  });

  it('tells what the system itself says, and why it differs', () => {
    expect(page('4755').matrices[0]?.opinions).toMatchObject([
      { kind: 'First response', theirs: { word: 'In time' }, ours: 'Late' },
    ]);
    expect(page('5090').matrices[0]?.opinions).toMatchObject([{ ours: null, reason: null }]);
  });
});
