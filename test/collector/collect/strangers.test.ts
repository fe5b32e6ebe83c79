import { describe, expect, it } from 'vitest';
import { SyncError } from '@upheld/collector/connectors/connector';
import { collecting, minute, noon } from './scene.ts';
import { temporaryStore } from './temporary-store.ts';
import { opened, place, replied, ticketDesk } from './ticket-desk.ts';

type Script = Parameters<typeof ticketDesk>[0];

/** A desk whose open tickets were read at noon, and which is polled a minute later. */
async function polled(script: Partial<Script>) {
  const store = await temporaryStore();
  const scene = collecting(store);
  const desk = ticketDesk({ pages: [[]], open: [], tickets: {} });
  const sync = async () => {
    await scene.collect.keep(desk.target, noon, await scene.collect.ask(desk.target, noon));
    return scene.syncs.at(-1);
  };
  await sync();
  await scene.clock.advance(minute);
  desk.log.length = 0;
  Object.assign(desk.script, { ...script, pages: [[], ...(script.pages ?? [])] });
  return { result: await sync(), store, log: desk.log, sync };
}

const whole = [opened('T-1', -60), replied('T-1', -1)];

describe('a ticket that came to a desk from elsewhere', () => {
  it('is read whole as soon as polling tells of it', async () => {
    const { result, store, log } = await polled({
      pages: [[replied('T-1', -1)]],
      tickets: { 'T-1': { events: whole } },
    });
    expect(result).toMatchObject({ ok: true });
    expect(log).toEqual(['poll 1', 'page 2', 'read T-1']);
    expect(await store.readTicketEvents(place)).toEqual(whole);
  });

  it('is read once: its opening is known then', async () => {
    const { log, sync } = await polled({
      pages: [[replied('T-1', -1)]],
      tickets: { 'T-1': { events: whole } },
    });
    await sync();
    expect(log.filter((asked) => asked === 'read T-1')).toHaveLength(1);
  });

  it('is not read where the same poll told how it was opened, on whatever page', async () => {
    const { log } = await polled({ pages: [[opened('T-1', -60)], [replied('T-1', -1)]] });
    expect(log).toEqual(['poll 1', 'page 2', 'page 3']);
  });

  it('that cannot be read makes the desk stale, and waits for the night', async () => {
    const { result, store } = await polled({
      pages: [[replied('T-1', -1)]],
      tickets: { 'T-1': new SyncError('the desk answered with status 503') },
    });
    expect(result).toMatchObject({ ok: false });
    expect(await store.readDesk(place)).toMatchObject({ syncedUntil: noon, failingSince: noon + minute });
    expect(await store.openTickets(place)).toEqual(['T-1']);
  });
});
