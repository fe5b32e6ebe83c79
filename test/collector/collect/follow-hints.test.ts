import { describe, expect, it } from 'vitest';
import { SyncError } from '@upheld/collector/connectors/connector';
import type { Store } from '@upheld/collector/store/store';
import { settled } from '../schedule/fake-clock.ts';
import { collecting, minute, noon } from './scene.ts';
import { temporaryStore } from './temporary-store.ts';
import { opened, place, replied, ticketDesk } from './ticket-desk.ts';

const second = 1_000;
const told = (ticket: string) => ({ events: [opened(ticket), replied(ticket, -1)] });

/** A desk that was polled at noon and tells of three tickets. */
async function scene(change: (store: Store) => Partial<Store> = () => ({})) {
  const desk = ticketDesk({
    ...{ pages: [], open: [] },
    tickets: { 'T-1': told('T-1'), 'T-2': told('T-2'), 'T-3': told('T-3') },
  });
  const store = await temporaryStore();
  const collector = collecting({ ...store, ...change(store) });
  const slot = async () => {
    const { target } = desk;
    await collector.collect.keep(target, noon, await collector.collect.ask(target, noon));
  };
  const hint = (...tickets: string[]) => collector.collect.hint(desk.target, tickets);
  await slot();
  desk.log.length = 0;
  return { ...desk, ...collector, store, slot, hint };
}

/** Until what was asked has become `asked`, however many turns of the store that takes. */
async function until(log: string[], asked: string[]): Promise<void> {
  await expect.poll(() => log).toEqual(asked);
}

describe('a hint of a desk', () => {
  it('has its ticket read at once, and says nothing of how far the desk is known', async () => {
    const { clock, hint, log, store } = await scene();
    await clock.advance(10 * minute);
    hint('T-1');
    await expect.poll(() => store.readTicketEvents(place)).toEqual(told('T-1').events);
    expect(log).toEqual(['read T-1']);
    expect(await store.readDesk(place)).toMatchObject({ syncedUntil: noon, cursor: null });
  });

  it('returns before anything is asked', async () => {
    const { hint, log, script } = await scene();
    script.before = () => new Promise(() => undefined);
    expect(hint('T-1')).toBeUndefined();
    await until(log, ['read T-1']);
  });

  it('is followed once for hints of one ticket that wait', async () => {
    const { hint, log, script } = await scene();
    const gate = Promise.withResolvers<undefined>();
    script.before = async (asked) => (asked === 'read T-1' ? gate.promise : undefined);
    hint('T-1');
    hint('T-2', 'T-3');
    hint('T-3', 'T-2', 'T-2');
    await until(log, ['read T-1']);
    gate.resolve(undefined);
    await until(log, ['read T-1', 'read T-2', 'read T-3']);
    await settled();
    expect(log).toHaveLength(3);
  });

  it('of a ticket that is just being read has it read again', async () => {
    const { hint, log, script } = await scene();
    const gate = Promise.withResolvers<undefined>();
    script.before = () => gate.promise;
    hint('T-1');
    await until(log, ['read T-1']);
    hint('T-1');
    gate.resolve(undefined);
    await until(log, ['read T-1', 'read T-1']);
  });

  it('without a ticket has the desk polled, and that is a synchronisation', async () => {
    const { clock, hint, log, store, syncs } = await scene();
    await clock.advance(10 * minute);
    hint();
    await until(log, ['poll null']);
    await expect.poll(() => syncs).toHaveLength(2);
    expect(await store.readDesk(place)).toMatchObject({ syncedUntil: noon + 10 * minute });
  });

  it('has the desk polled where that tells of no single tickets', async () => {
    const { collect, log, pollOnly } = await scene();
    collect.hint(pollOnly, ['T-1']);
    await until(log, ['poll null']);
  });

  it('has the desk polled every ten seconds at most, and loses none', async () => {
    const { clock, hint, log, syncs } = await scene();
    hint();
    await expect.poll(() => syncs).toHaveLength(2);
    hint();
    hint();
    expect(clock.pending()).toBe(1);
    await clock.advance(9 * second);
    expect(log).toHaveLength(1);
    await clock.advance(1 * second);
    await until(log, ['poll null', 'poll null']);
    await clock.advance(minute);
    expect(log).toHaveLength(2);
  });

  it('of a ticket has that read at once, also just after hints had the desk polled', async () => {
    const { hint, log, syncs } = await scene();
    hint();
    await expect.poll(() => syncs).toHaveLength(2);
    hint('T-1');
    await until(log, ['poll null', 'read T-1']);
  });

  it('is followed under the terms in force', async () => {
    const { collect, hint, log, script, pollOnly } = await scene();
    const gate = Promise.withResolvers<undefined>();
    script.before = async (asked) => (asked === 'read T-1' ? gate.promise : undefined);
    hint('T-1');
    await until(log, ['read T-1']);
    collect.hint(pollOnly, ['T-2']);
    gate.resolve(undefined);
    await until(log, ['read T-1', 'poll null']);
  });

  it('of a ticket that is gone tells that it was deleted, once', async () => {
    const { clock, hint, log, script, store } = await scene();
    hint('T-1');
    await expect.poll(() => store.readTicketEvents(place)).toHaveLength(2);
    delete script.tickets['T-1'];
    await clock.advance(minute);
    hint('T-1');
    hint('T-9');
    const deleted = { ticket: 'T-1', at: noon + minute, observedAfter: noon, type: 'deleted' };
    await expect.poll(() => store.readTicketEvents(place)).toEqual([...told('T-1').events, deleted]);
    await until(log, ['read T-1', 'read T-1', 'read T-9']);
    hint('T-1');
    await until(log, ['read T-1', 'read T-1', 'read T-9', 'read T-1']);
    await settled();
    expect(await store.readTicketEvents(place)).toHaveLength(3);
  });
});

describe('more than a thousand hints of a desk', () => {
  it('are one poll', async () => {
    const { hint, log, script } = await scene();
    const gate = Promise.withResolvers<undefined>();
    script.before = async (asked) => (asked === 'read T-1' ? gate.promise : undefined);
    hint('T-1');
    await until(log, ['read T-1']);
    hint(...Array.from({ length: 1_001 }, (_, number) => `N-${number}`));
    gate.resolve(undefined);
    await until(log, ['read T-1', 'poll null']);
    await settled();
    expect(log).toHaveLength(2);
  });
});

describe('a hint beside other reading of its desk', () => {
  it('waits for the poll that is under way, and a slot waits for it', async () => {
    const { hint, log, script, slot } = await scene();
    const gates = new Map(
      ['poll null', 'read T-1'].map((asked) => [asked, Promise.withResolvers<undefined>()]),
    );
    script.before = async (asked) => gates.get(asked)?.promise;
    const polling = slot();
    await until(log, ['poll null']);
    hint('T-1');
    const next = slot();
    await settled();
    expect(log).toEqual(['poll null']);
    gates.get('poll null')?.resolve(undefined);
    await polling;
    await until(log, ['poll null', 'read T-1']);
    await settled();
    expect(log).toHaveLength(2);
    gates.get('read T-1')?.resolve(undefined);
    await next;
    expect(log).toEqual(['poll null', 'read T-1', 'poll null']);
  });

  it('lets a slot pass between two tickets', async () => {
    const { hint, log, script, slot } = await scene();
    const gate = Promise.withResolvers<undefined>();
    script.before = async (asked) => (asked === 'read T-1' ? gate.promise : undefined);
    hint('T-1', 'T-2');
    await until(log, ['read T-1']);
    const polled = slot();
    gate.resolve(undefined);
    await polled;
    await until(log, ['read T-1', 'poll null', 'read T-2']);
  });
});

describe('a hint of a desk that cannot be read', () => {
  it('waits while the desk asks to be left alone, and is followed then', async () => {
    const { clock, hint, log, script, slot } = await scene();
    script.before = async () => {
      throw new SyncError('the desk answered with status 429', { retryAfterMs: 30 * second });
    };
    await slot();
    hint('T-1');
    await clock.advance(30 * second - 1);
    expect(log).toEqual(['poll null']);
    delete script.before;
    await clock.advance(1);
    await until(log, ['poll null', 'read T-1']);
  });

  it('that began to rest while the hint waited for its turn is kept all the same', async () => {
    const { clock, hint, log, script, slot } = await scene();
    const gate = Promise.withResolvers<undefined>();
    script.before = async () => {
      await gate.promise;
      throw new SyncError('the desk answered with status 429', { retryAfterMs: 30 * second });
    };
    const polling = slot();
    await until(log, ['poll null']);
    hint('T-1');
    gate.resolve(undefined);
    await polling;
    delete script.before;
    await settled();
    await clock.advance(30 * second);
    await until(log, ['poll null', 'read T-1']);
  });

  it('leaves its ticket to a poll after the rest, is counted, and makes the desk no failing one', async () => {
    const { clock, hint, log, script, store, syncs } = await scene();
    script.tickets['T-1'] = new SyncError('the desk answered with status 429', {
      ...{ retryAfterMs: 30 * second, reason: 'slowed-down' },
    });
    hint('T-1');
    await expect.poll(() => syncs).toHaveLength(2);
    expect(syncs[1]).toMatchObject({ ok: false, reason: 'slowed-down', retryAfterMs: 30 * second });
    expect(await store.readDesk(place)).toMatchObject({ failingSince: null, syncedUntil: noon });
    await clock.advance(30 * second - 1);
    expect(log).toEqual(['read T-1']);
    await clock.advance(1);
    await until(log, ['read T-1', 'poll null']);
  });

  it('is told of where the storage refuses what it brought, and others are followed', async () => {
    const full = new Error('the disk is full');
    let refuses = true;
    const { errors, hint, log, store } = await scene((kept) => ({
      putTicketEvents: (batch) => (refuses ? Promise.reject(full) : kept.putTicketEvents(batch)),
    }));
    hint('T-1');
    await expect.poll(() => errors).toEqual([['acme/desk', full]]);
    refuses = false;
    hint('T-2');
    await until(log, ['read T-1', 'read T-2']);
    await expect.poll(() => store.readTicketEvents(place)).toEqual(told('T-2').events);
  });
});

describe('hints when the process ends', () => {
  it('are followed no more, and leave no timer', async () => {
    const { clock, collect, hint, log, script, slot, target } = await scene();
    script.before = async () => {
      throw new SyncError('the desk answered with status 429', { retryAfterMs: 30 * second });
    };
    await slot();
    hint('T-1');
    await settled();
    expect(clock.pending()).toBe(1);
    collect.windDown();
    expect(clock.pending()).toBe(0);
    hint('T-2');
    collect.hint({ ...target }, ['T-3']);
    expect(clock.pending()).toBe(0);
    await clock.advance(minute);
    expect(log).toEqual(['poll null']);
  });
});
