// What every store engine must do. An engine's test hands over where its stores are made; this opens them
// as the product does, also from other processes.
import { openStore } from '@upheld/collector/store/registry';
import type { NewSample, Store } from '@upheld/collector/store/store';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  aLoadTest,
  agedSample,
  badSample,
  batchOf,
  minute,
  occurrence,
  okSample,
  start,
  statusSample,
} from './store-facts.ts';
import { runWriter } from './store-process.ts';

/** A place for one empty store, and how to remove it afterwards. */
export type StorePlace = { url: string; remove(): Promise<void> };

const api = { agreement: 'acme', source: 'api' };
const desk = { agreement: 'acme', source: 'desk' };
const everything = { ...api, start: 0, end: 8e15 };

export function storeContract(engine: string, makePlace: () => Promise<StorePlace>): void {
  describe(`the ${engine} engine keeps the store contract`, () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await makePlace();
      store = await openStore(place.url);
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });
    const reopen = async () => {
      await store.close();
      store = await openStore(place.url);
    };
    const instants = async (query = everything) =>
      (await store.readSamples(query)).flatMap((series) => [...series.at]);

    describe('samples', () => {
      it('keeps the first of two different samples of a slot and reports the later one', async () => {
        await store.putSamples([okSample(start)]);
        const result = await store.putSamples([okSample(start + minute), badSample(start)]);
        expect(result).toEqual({
          stored: 1,
          duplicates: 0,
          conflicts: [{ index: 1, given: badSample(start), kept: okSample(start) }],
        });
        const [series] = await store.readSamples(everything);
        expect([...(series?.outcome ?? [])]).toEqual([0, 0]);
      });

      it('keeps the first of two different samples of a slot within one batch', async () => {
        const result = await store.putSamples([badSample(start), okSample(start)]);
        expect(result.stored).toBe(1);
        expect(result.conflicts).toEqual([{ index: 1, given: okSample(start), kept: badSample(start) }]);
      });

      it('counts an equal sample as a duplicate', async () => {
        await store.putSamples([okSample(start), badSample(start + minute)]);
        const again = await store.putSamples([okSample(start), badSample(start + minute)]);
        expect(again).toEqual({ stored: 0, duplicates: 2, conflicts: [] });
      });

      it('takes a different latency or reason for a different sample', async () => {
        await store.putSamples([okSample(start, 182.4), badSample(start + minute)]);
        const result = await store.putSamples([
          okSample(start, 182.5),
          okSample(start, null),
          { ...badSample(start + minute), outcome: 'bad', reason: 'dns', latencyMs: null },
        ]);
        expect(result.conflicts.map(({ index }) => index)).toEqual([0, 1, 2]);
      });

      it('keeps slots of other sources, vantages and agreements apart', async () => {
        const result = await store.putSamples([
          okSample(start),
          { ...badSample(start), vantage: 'west' },
          { ...badSample(start), source: 'web' },
          { ...badSample(start), agreement: 'beta' },
        ]);
        expect(result.stored).toBe(4);
        const series = await store.readSamples(everything);
        expect(series.map(({ vantage, outcome }) => [vantage, ...outcome])).toEqual([
          ['main', 0],
          ['west', 1],
        ]);
      });

      it('gives samples in rising order, in whatever order they came', async () => {
        await store.putSamples([3, 1, 2].map((slot) => okSample(start + slot * minute)));
        await store.putSamples([okSample(start)]);
        expect(await instants()).toEqual([0, 1, 2, 3].map((slot) => start + slot * minute));
      });

      it('includes the start of a range and not its end', async () => {
        await store.putSamples([0, 1, 2].map((slot) => okSample(start + slot * minute)));
        const range = { ...api, start: start, end: start + 2 * minute };
        expect(await instants(range)).toEqual([start, start + minute]);
      });

      it('gives no series for a vantage without samples in the range', async () => {
        await store.putSamples([okSample(start), { ...okSample(start + minute), vantage: 'west' }]);
        const series = await store.readSamples({ ...api, start, end: start + 1 });
        expect(series.map(({ vantage }) => vantage)).toEqual(['main']);
        expect(await store.readSamples({ ...everything, source: 'unheard-of' })).toEqual([]);
      });

      it('keeps latencies to 0.1 ms exactly, and cuts what is finer', async () => {
        const latencies = [0, 0.1, 0.3, 182.4, 199.9, 200, 29_999.7];
        await store.putSamples(latencies.map((latency, slot) => okSample(start + slot, latency)));
        // Rounded to 200.0 it would no longer stay under a threshold of 200 ms.
        await store.putSamples([okSample(start + 7, 199.96), okSample(start + 8, null)]);
        const [series] = await store.readSamples(everything);
        expect([...(series?.latencyMs ?? [])]).toEqual([...latencies, 199.9, NaN]);
      });

      it('keeps ages to 0.1 ms, cut like latencies, beside samples that have none', async () => {
        const aged = [0, 0.1, 4999.9, 86_400_000.5].map((age, slot) => agedSample(start + slot, age));
        await store.putSamples([...aged, okSample(start + 4), agedSample(start + 5, 4999.99)]);
        const [series] = await store.readSamples(everything);
        expect([...(series?.ageMs ?? [])]).toEqual([0, 0.1, 4999.9, 86_400_000.5, NaN, 4999.9]);
        expect(series).not.toHaveProperty('status');
      });

      it('keeps the status of samples that it made bad', async () => {
        await store.putSamples([okSample(start), statusSample(start + 1, 404), badSample(start + 2)]);
        await store.putSamples([statusSample(start + 3, null), statusSample(start + 4, 503)]);
        const [series] = await store.readSamples(everything);
        expect([...(series?.status ?? [])]).toEqual([0, 404, 0, 0, 503]);
        expect(series).not.toHaveProperty('ageMs');
        const [newest] = await store.readFailures({ ...everything, limit: 10 });
        expect(newest).toEqual({ ...statusSample(start + 4, 503), detail: null });
      });

      it('reads ages and statuses of the range that is asked for', async () => {
        await store.putSamples([
          agedSample(start, 1),
          agedSample(start + 1, 2),
          statusSample(start + 2, 500),
        ]);
        const [series] = await store.readSamples({ ...api, start: start + 1, end: start + 2 });
        expect(series).toMatchObject({ at: Float64Array.of(start + 1), ageMs: Float64Array.of(2) });
        expect(series).not.toHaveProperty('status');
      });

      it('takes a different age or status for a different sample, and says what it kept', async () => {
        await store.putSamples([agedSample(start, 4200), statusSample(start + 1, 404)]);
        const again = [agedSample(start, 4200.04), statusSample(start + 1, 404)];
        expect((await store.putSamples(again)).duplicates).toBe(2);
        const others = [
          agedSample(start, 4200.1),
          okSample(start, 182.4),
          statusSample(start + 1, 500),
          statusSample(start + 1, null),
        ];
        const { conflicts } = await store.putSamples(others);
        expect(conflicts.map(({ kept }) => kept)).toEqual([
          ...[agedSample(start, 4200), agedSample(start, 4200)],
          ...[statusSample(start + 1, 404), statusSample(start + 1, 404)],
        ]);
      });

      it('tells ok, bad and not measured apart by their codes', async () => {
        await store.putSamples([
          okSample(start),
          badSample(start + 1),
          { ...okSample(start + 2), outcome: 'unmeasured', reason: 'stopped', latencyMs: null },
        ]);
        const [series] = await store.readSamples(everything);
        expect([...(series?.outcome ?? [])]).toEqual([0, 1, 2]);
      });

      it('stores nothing of a batch that holds a row it must refuse', async () => {
        const broken = { ...okSample(start + 0.5) };
        await expect(store.putSamples([okSample(start), broken])).rejects.toMatchObject({
          name: 'StoreError',
          code: 'invalid',
        });
        expect(await instants()).toEqual([]);
        expect(await store.revision('acme')).toBe(0);
        expect((await store.putSamples([okSample(start)])).stored).toBe(1);
      });

      it('names the newest slot of a target, and none for one without samples', async () => {
        await store.putSamples([
          okSample(start + minute),
          okSample(start),
          { ...okSample(0), vantage: 'west' },
        ]);
        expect(await store.lastSlot({ ...api, vantage: 'main' })).toBe(start + minute);
        expect(await store.lastSlot({ ...api, vantage: 'west' })).toBe(0);
        expect(await store.lastSlot({ ...api, vantage: 'east' })).toBeNull();
      });
    });

    describe('failures', () => {
      const failing: NewSample = {
        ...badSample(start + minute),
        detail: {
          phases: { dns: 1.5, connect: 20 },
          attempts: [
            {
              startedAt: start + minute,
              outcome: 'bad',
              reason: 'timeout',
              latencyMs: null,
              error: 'no answer',
            },
          ],
          error: 'no answer in 10 s',
        },
      };

      it('gives what was kept beside samples that did not end ok, newest first, over all vantages', async () => {
        const stopped: NewSample = {
          ...okSample(start + 2 * minute),
          vantage: 'west',
          outcome: 'unmeasured',
          reason: 'stopped',
          latencyMs: null,
        };
        await store.putSamples([{ ...okSample(start), detail: { status: 200 } }, failing, stopped]);
        const failures = await store.readFailures({ ...everything, limit: 10 });
        expect(failures).toEqual([{ ...stopped, detail: null }, failing]);
      });

      it('gives no more than the limit, and none outside the range', async () => {
        await store.putSamples([badSample(start), badSample(start + 1), badSample(start + 2)]);
        const newest = await store.readFailures({ ...everything, limit: 2 });
        expect(newest.map(({ at }) => at)).toEqual([start + 2, start + 1]);
        const ranged = await store.readFailures({ ...api, start, end: start + 1, limit: 10 });
        expect(ranged.map(({ at }) => at)).toEqual([start]);
      });
    });

    describe('ticket events', () => {
      const opened: TicketEvent = { ticket: 'T-1', at: start, type: 'opened', severity: 2 };
      const raised: TicketEvent = { ticket: 'T-1', at: start, type: 'severity-changed', severity: 1 };
      const reply: TicketEvent = {
        ticket: 'T-1',
        at: start + minute,
        type: 'public-reply',
        actor: 'supplier',
        autoSubmitted: false,
      };
      const merged: TicketEvent = { ticket: 'T-1', at: start + 2 * minute, type: 'merged-into', into: 'T-2' };
      const solved: TicketEvent = { ticket: 'T-2', at: start + 3 * minute, type: 'resolved' };

      it('gives back every kind of event as it was put', async () => {
        const events = [opened, raised, reply, merged, solved];
        expect(await store.putTicketEvents({ ...desk, events })).toEqual({ stored: 5, duplicates: 0 });
        expect(await store.readTicketEvents(desk)).toEqual(events);
      });

      it('keeps an event once, however often it comes', async () => {
        await store.putTicketEvents({ ...desk, events: [opened, reply] });
        const again = await store.putTicketEvents({ ...desk, events: [opened, opened, reply, solved] });
        expect(again).toEqual({ stored: 1, duplicates: 3 });
        expect(await store.readTicketEvents(desk)).toEqual([opened, reply, solved]);
      });

      it('takes events that differ in one field for different ones', async () => {
        const events: TicketEvent[] = [
          reply,
          { ...reply, autoSubmitted: true },
          { ...reply, actor: 'bot' },
          { ...reply, ticket: 'T-2' },
        ];
        expect((await store.putTicketEvents({ ...desk, events })).stored).toBe(4);
      });

      it('orders by instant, and keeps the listed order at one instant', async () => {
        await store.putTicketEvents({ ...desk, events: [solved, raised, opened] });
        await store.putTicketEvents({ ...desk, events: [reply] });
        expect(await store.readTicketEvents(desk)).toEqual([raised, opened, reply, solved]);
      });

      it('keeps the listed order over a page longer than one statement', async () => {
        const events = Array.from({ length: 1234 }, (_, row): TicketEvent => ({
          ticket: `T-${(row * 7919) % 1234}`,
          at: start,
          type: 'opened',
          severity: 1,
        }));
        await store.putTicketEvents({ ...desk, events });
        expect(await store.readTicketEvents(desk)).toEqual(events);
      });

      it('keeps desks apart', async () => {
        await store.putTicketEvents({ ...desk, events: [opened] });
        expect(await store.readTicketEvents({ ...desk, agreement: 'beta' })).toEqual([]);
        expect(await store.readTicketEvents({ ...desk, source: 'other' })).toEqual([]);
      });

      it('commits the cursor with its events, or neither', async () => {
        await store.putTicketEvents({ ...desk, events: [opened], cursor: 'page-2' });
        const page = Array.from({ length: 1000 }, (_, row): TicketEvent => ({
          ...solved,
          ticket: `T-${row}`,
        }));
        const broken: TicketEvent = { ...opened, at: start + 0.5 };
        await expect(
          store.putTicketEvents({ ...desk, events: [...page, broken], cursor: 'page-3' }),
        ).rejects.toMatchObject({ code: 'invalid' });
        expect((await store.readDesk(desk)).cursor).toBe('page-2');
        expect(await store.readTicketEvents(desk)).toEqual([opened]);
      });

      it('leaves the cursor alone where a batch brings none, and clears it with null', async () => {
        await store.putTicketEvents({ ...desk, events: [], cursor: 'page-2' });
        await store.putTicketEvents({ ...desk, events: [opened] });
        expect((await store.readDesk(desk)).cursor).toBe('page-2');
        await store.putTicketEvents({ ...desk, events: [], cursor: null });
        expect((await store.readDesk(desk)).cursor).toBeNull();
      });
    });

    describe('desks', () => {
      it('knows nothing of a desk that was never read', async () => {
        const unknown = { cursor: null, syncedUntil: null, failingSince: null, lastError: null };
        expect(await store.readDesk(desk)).toEqual(unknown);
      });

      it('keeps since when a desk fails, with its newest error, until a sync ends it', async () => {
        await store.recordSync(desk, start);
        await store.recordSyncFailure(desk, start + 1, 'refused');
        await store.recordSyncFailure(desk, start + 2, 'timed out');
        expect(await store.readDesk(desk)).toMatchObject({
          syncedUntil: start,
          failingSince: start + 1,
          lastError: 'timed out',
        });
        await store.recordSync(desk, start + 3);
        expect(await store.readDesk(desk)).toEqual({
          cursor: null,
          syncedUntil: start + 3,
          failingSince: null,
          lastError: null,
        });
      });

      it('never knows less than before', async () => {
        await store.recordSync(desk, start);
        await store.recordSync(desk, start - 1);
        expect((await store.readDesk(desk)).syncedUntil).toBe(start);
      });
    });

    describe('load tests', () => {
      it('gives back what was put, oldest first', async () => {
        const tests = [
          aLoadTest({ at: start + 2, tool: null, terms: [] }),
          aLoadTest(),
          aLoadTest({ at: start + 1 }),
        ];
        expect(await store.putLoadTests(tests)).toEqual({ stored: 3, duplicates: 0, conflicts: [] });
        expect(await store.readLoadTests('acme')).toEqual([tests[1], tests[2], tests[0]]);
        expect(await store.readLoadTests('beta')).toEqual([]);
      });

      it('keeps the first result of a test and reports another one', async () => {
        await store.putLoadTests([aLoadTest()]);
        const others = [
          aLoadTest({ users: 9999 }),
          aLoadTest({ terms: [] }),
          aLoadTest({ terms: aLoadTest().terms.map(({ name }) => ({ name, kept: true })) }),
          aLoadTest({ tool: null }),
        ];
        expect(await store.putLoadTests([aLoadTest(), ...others])).toEqual({
          stored: 0,
          duplicates: 1,
          conflicts: others.map((given, index) => ({ index: index + 1, given, kept: aLoadTest() })),
        });
        expect(await store.readLoadTests('acme')).toEqual([aLoadTest()]);
      });

      it('keeps tests of other objectives, names, instants and agreements apart', async () => {
        const tests = [
          aLoadTest(),
          aLoadTest({ objective: 'peak' }),
          aLoadTest({ name: 'winter' }),
          aLoadTest({ at: start + 1 }),
          aLoadTest({ agreement: 'beta' }),
        ];
        expect((await store.putLoadTests(tests)).stored).toBe(5);
      });
    });

    describe('occurrences', () => {
      it('opens and clears an occurrence, which keeps its first evidence', async () => {
        await store.putOccurrences([occurrence]);
        expect(await store.readOccurrences('acme')).toEqual([occurrence]);
        const later = { ...occurrence.evidence, display: '99.950 %' };
        await store.putOccurrences([{ ...occurrence, clearedAt: start + 5, evidence: later }]);
        expect(await store.readOccurrences('acme')).toEqual([{ ...occurrence, clearedAt: start + 5 }]);
      });

      it('never opens a cleared occurrence again: what comes back is a new one', async () => {
        await store.putOccurrences([{ ...occurrence, clearedAt: start + 5 }]);
        await store.putOccurrences([occurrence, { ...occurrence, openedAt: start + 9 }]);
        expect((await store.readOccurrences('acme')).map(({ clearedAt }) => clearedAt)).toEqual([
          start + 5,
          null,
        ]);
      });

      it('tells occurrences apart by trigger, promise, source, subject and opening, oldest first', async () => {
        const others = [
          { ...occurrence, openedAt: start + 1 },
          { ...occurrence, trigger: 'irrecoverable', openedAt: start + 2 },
          { ...occurrence, promise: 'latency', openedAt: start + 3 },
          { ...occurrence, source: 'api', openedAt: start + 4 },
          { ...occurrence, subject: '2026-08', openedAt: start + 5 },
        ];
        await store.putOccurrences([...others].reverse());
        await store.putOccurrences([occurrence, ...others]);
        expect(await store.readOccurrences('acme')).toEqual([occurrence, ...others]);
        expect(await store.readOccurrences('beta')).toEqual([]);
      });
    });

    describe('revisions', () => {
      const opened: TicketEvent = { ticket: 'T-1', at: start, type: 'opened', severity: 2 };

      it('start at 0 and rise with every change of an agreement’s facts, and only then', async () => {
        const seen = [await store.revision('acme')];
        const after = async (change: Promise<unknown>) => {
          await change;
          seen.push(await store.revision('acme'));
        };
        await after(store.putSamples([okSample(start), okSample(start + 1)])); // 1: samples
        await after(store.putSamples([okSample(start), badSample(start)])); // a duplicate, a conflict
        await after(store.putTicketEvents({ ...desk, events: [opened] })); // 2: an event
        await after(store.putTicketEvents({ ...desk, events: [opened], cursor: 'next' })); // known already
        await after(store.recordSync(desk, start)); // 3: more is known
        await after(store.recordSync(desk, start)); // nothing new
        await after(store.recordSyncFailure(desk, start, 'refused')); // 4: a gap begins
        await after(store.recordSyncFailure(desk, start + 1, 'refused')); // it goes on
        await after(store.recordSync(desk, start)); // 5: it ends
        await after(store.putLoadTests([aLoadTest()])); // 6: a load test
        await after(store.putLoadTests([aLoadTest(), aLoadTest({ users: 1 })])); // a duplicate, a conflict
        await after(store.putOccurrences([occurrence])); // follows from facts
        await after(store.putSamples([{ ...okSample(start), agreement: 'beta' }])); // another agreement's
        expect(seen).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 6, 6, 6]);
        expect(await store.revision('beta')).toBe(1);
      });
    });

    describe('revisions of a window', () => {
      const days = (count: number) => start + count * 86_400_000;
      const quarter = { start, end: days(92) };

      it('rest while facts change long after the window', async () => {
        await store.putSamples([okSample(start)]);
        const before = await store.revision('acme', quarter);
        await store.putSamples([okSample(days(200))]);
        await store.putTicketEvents({
          ...desk,
          events: [{ ticket: 'T-1', at: days(200), type: 'opened', severity: 2 }],
        });
        await store.recordSync(desk, days(200));
        const known = await store.revision('acme', quarter);
        await store.recordSync(desk, days(201));
        await store.putLoadTests([aLoadTest({ at: days(200) })]);
        expect(before).toBeGreaterThan(0);
        expect(await store.revision('acme', quarter)).toBe(known);
      });

      it('rise for a sample inside, and for ticket events, syncs and load tests before its end', async () => {
        const seen = [await store.revision('acme', quarter)];
        const after = async (change: Promise<unknown>) => {
          await change;
          seen.push(await store.revision('acme', quarter));
        };
        await after(store.putSamples([okSample(days(45))]));
        await after(
          store.putTicketEvents({ ...desk, events: [{ ticket: 'T-1', at: days(-300), type: 'note' }] }),
        );
        await after(store.recordSync(desk, days(10)));
        await after(store.recordSync(desk, days(200)));
        await after(store.putLoadTests([aLoadTest({ at: days(-300) })]));
        expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
      });

      it('do not rise for samples long before it', async () => {
        await store.putSamples([okSample(days(-200))]);
        expect(await store.revision('acme', quarter)).toBe(0);
      });
    });

    describe('restarts and other processes', () => {
      it('keeps everything over a restart', async () => {
        const opened: TicketEvent = { ticket: 'T-1', at: start, type: 'opened', severity: 2 };
        await store.putSamples([okSample(start), { ...badSample(start + 1), detail: { error: 'refused' } }]);
        await store.putTicketEvents({ ...desk, events: [opened], cursor: 'page-2' });
        await store.recordSync(desk, start);
        await store.putLoadTests([aLoadTest()]);
        await store.putOccurrences([occurrence]);
        const everythingKept = async () => [
          await store.readSamples(everything),
          await store.readFailures({ ...everything, limit: 10 }),
          await store.readTicketEvents(desk),
          await store.readDesk(desk),
          await store.readLoadTests('acme'),
          await store.readOccurrences('acme'),
          await store.revision('acme'),
        ];
        const before = await everythingKept();
        await reopen();
        expect(await everythingKept()).toEqual(before);
        expect((await store.putSamples([okSample(start)])).duplicates).toBe(1);
      });

      it('answers the calls before a close and refuses those after it', async () => {
        const last = store.putSamples([okSample(start)]);
        await store.close();
        expect((await last).stored).toBe(1);
        await expect(store.revision('acme')).rejects.toMatchObject({ name: 'StoreError', code: 'closed' });
      });

      it('lets two processes write at once: one wins each slot, and every change raises the revision', async () => {
        const writer = runWriter({ url: place.url, vantage: 'main', batches: 20, rows: 50, outcome: 'bad' });
        const here = { stored: 0, conflicts: 0, changes: 0 };
        for (let batch = 0; batch < 20; batch += 1) {
          const result = await store.putSamples(batchOf('main', batch, 50, true));
          here.stored += result.stored;
          here.conflicts += result.conflicts.length;
          here.changes += Math.sign(result.stored);
        }
        const there = await writer;
        const sum = (field: 'stored' | 'conflicts') => there.reduce((total, each) => total + each[field], 0);
        expect(here.stored + sum('stored')).toBe(20 * 50);
        expect(here.conflicts + sum('conflicts')).toBe(20 * 50);
        const changesThere = there.filter(({ stored }) => stored > 0).length;
        expect(await store.revision('acme')).toBe(here.changes + changesThere);
      });

      it('lets two hold it open and change desks at once, and loses no change', async () => {
        const other = await openStore(place.url);
        const changes = Array.from({ length: 100 }, (_, change) => [
          store.recordSyncFailure({ ...desk, source: `desk-${change}` }, start, 'refused'),
          other.recordSyncFailure({ ...desk, source: `own-desk-${change}` }, start, 'refused'),
        ]);
        await Promise.all(changes.flat());
        await other.close();
        expect(await store.revision('acme')).toBe(2 * 100);
      });

      it('sees what another process wrote', async () => {
        expect(await store.revision('acme')).toBe(0);
        await runWriter({ url: place.url, vantage: 'west', batches: 2, rows: 3, outcome: 'ok' });
        expect(await store.revision('acme')).toBe(2);
        expect(await instants()).toEqual([0, 1, 2, 3, 4, 5].map((slot) => start + slot));
      });

      it('loses nothing acknowledged and leaves no partial batch when its writer is killed 20 times', async () => {
        const rows = 50;
        for (let round = 1; round <= 20; round += 1) {
          const vantage = `round-${round}`;
          const task = { url: place.url, vantage, batches: 100_000, rows, outcome: 'ok' as const };
          const acknowledged = await runWriter(task, round);
          const kept = await keptRows(store, vantage);
          expect(acknowledged.length).toBeGreaterThanOrEqual(round);
          expect(kept).toBeGreaterThanOrEqual(acknowledged.length * rows);
          expect(kept % rows).toBe(0);
        }
      }, 120_000);
    });

    it('says that a write would succeed, without a trace', async () => {
      await store.check();
      expect(await store.revision('check')).toBe(0);
      await store.close();
      await expect(store.check()).rejects.toMatchObject({ name: 'StoreError' });
    });
  });
}

/** A writer fills its slots from the first, so the rows kept are those of whole batches if none is partial. */
async function keptRows(store: Store, vantage: string): Promise<number> {
  const series = await store.readSamples(everything);
  return series.find((each) => each.vantage === vantage)?.at.length ?? 0;
}
