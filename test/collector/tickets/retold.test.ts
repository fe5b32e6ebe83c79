import { withoutRetold } from '@upheld/collector/tickets/retold';
import type { Actor, TicketEvent } from '@upheld/shared/facts/ticket-event';
import { describe, expect, it } from 'vitest';

const at = Date.UTC(2026, 6, 1, 9);

const opened: TicketEvent = { ticket: 'T-1', at, type: 'opened', severity: 2 };
const note: TicketEvent = { ticket: 'T-1', at: at + 1, type: 'note' };
const reply = (actor: Actor, change: { ticket?: string; at?: number } = {}): TicketEvent => ({
  ...{ ticket: 'T-1', at: at + 1, type: 'public-reply', autoSubmitted: false, actor },
  ...change,
});

describe('a ticket that is told again', () => {
  it.each([
    ['a reply of the reporter was one of the supplier', reply('reporter'), reply('supplier')],
    ['a reply of the supplier was one of a bot', reply('supplier'), reply('bot')],
    ['an internal note was a public reply all the time', note, reply('supplier')],
    ['a public reply was an internal note', reply('supplier'), note],
  ])('tells nothing new where %s', (_title, before, now) => {
    expect(withoutRetold([opened, now], [opened, before])).toEqual([opened]);
  });

  it('tells what it told, and messages of other instants and other tickets', () => {
    const told = [opened, note, reply('supplier', { at: at + 2 }), reply('supplier', { ticket: 'T-2' })];
    expect(withoutRetold(told, [opened, note])).toEqual(told);
  });

  it('tells a second message of one instant', () => {
    const told = [reply('reporter'), reply('supplier')];
    expect(withoutRetold(told, [reply('reporter')])).toEqual(told);
  });

  it('tells as many messages of one instant as there are, and not one more', () => {
    const told = [reply('bot'), reply('supplier')];
    expect(withoutRetold(told, [reply('reporter')])).toEqual([reply('bot')]);
  });

  it('tells everything where nothing is known', () => {
    const told = [opened, note, reply('supplier')];
    expect(withoutRetold(told, [])).toEqual(told);
  });
});

describe('a ticket that is told again after words were renamed', () => {
  const changed = (severity: number): TicketEvent => ({
    ...{ ticket: 'T-1', at: at + 5, type: 'severity-changed', severity },
  });
  const resolved: TicketEvent = { ticket: 'T-1', at: at + 9, type: 'resolved' };
  const waiting: TicketEvent = { ticket: 'T-1', at: at + 9, type: 'waiting-on-reporter' };

  it.each([
    ['what it was opened with', { ...opened, severity: 4 }, opened],
    ['when it was opened', { ...opened, at: at - 1 }, opened],
    ['what its severity became', changed(4), changed(1)],
    ['how it stood', waiting, resolved],
  ])('tells nothing new of %s', (_title, now, before) => {
    expect(withoutRetold([opened, now], [opened, before])).toEqual([opened]);
  });

  it('tells what is about something else at the same instant', () => {
    const note9: TicketEvent = { ...note, at: at + 9 };
    expect(withoutRetold([opened, resolved, note9], [opened, resolved])).toEqual([opened, resolved, note9]);
  });
});
