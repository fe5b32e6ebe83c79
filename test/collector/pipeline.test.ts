import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { inForce } from '@upheld/shared/agreement/versions';
import { defaultSettings } from '@upheld/shared/agreement/settings';
import { slotPhase } from '@upheld/shared/time/slots';
import type { Collect, Target } from '@upheld/collector/collect/target';
import { loadConfiguration } from '@upheld/collector/config/load';
import { kinds } from '@upheld/collector/kinds';
import { alone } from '@upheld/collector/leases/asking';
import { noRelay } from '@upheld/collector/leases/hints';
import { startPipeline } from '@upheld/collector/pipeline';
import type { PipelineParts } from '@upheld/collector/pipeline';
import { tasksOf } from '@upheld/collector/roles';
import { keepRunning } from '@upheld/collector/running';
import { StoreError } from '@upheld/collector/store/store-error';
import type { Store } from '@upheld/collector/store/store';
import type { Sample } from '@upheld/shared/facts/sample';
import { aPeriod, aPromise, aStatement, anAgreement } from '../builders/agreement.ts';
import { counting, countingKind, storedIn, tenAndOne } from './collect/counting.ts';
import { collecting, desk, full, minute, noon, probed, slotsIn } from './collect/scene.ts';
import { temporaryStore } from './collect/temporary-store.ts';
import { examples, folderOf, folderWith } from './config/folders.ts';
import { fakeClock, settled } from './schedule/fake-clock.ts';

/** The slots of a source of `acme` that is asked every minute, counted from noon. */
const slot = (number: number, source = 'api') => noon + slotPhase('acme', source, minute) + number * minute;
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const ended = (how: string, from: number, to: number, source = 'api') =>
  numbers(from, to).map((number) => [slot(number, source), how]);

/** One life of a collector over a store that outlives it; it begins `minutes` after noon. */
async function life(store: Store, first: Target[], minutes = 0, change: Partial<PipelineParts> = {}) {
  const clock = fakeClock(noon + minutes * minute);
  const configuration = { agreements: [], amendments: [], exclusions: [], settings: defaultSettings };
  const none = async () => ({ ok: true as const, configuration, warnings: [] });
  const { collect, kept } = collecting(store, { clock });
  const errors: unknown[][] = [];
  let targets = first;
  const pipeline = await startPipeline({
    ...{ store, clock, collect, asking: alone, relay: noRelay, tasks: tasksOf.run },
    onPlan: () => undefined,
    running: keepRunning(configuration, none, clock.now),
    targets: () => targets,
    evaluate: async () => aStatement(),
    onLook: () => undefined,
    onAmended: () => undefined,
    onBlind: (...error) => errors.push(error),
    onError: (...error) => errors.push(error),
    ...change,
  });
  const reload = (next: Target[]) => {
    targets = next;
    return pipeline.reloaded();
  };
  const { hint } = pipeline;
  return { clock, kept, errors, reload, hint, stop: () => pipeline.stop() };
}

/** What a life wrote into the account, its own answers left out. */
const stopped = (kept: Sample[]) => kept.filter(({ reason }) => reason === 'stopped').map(({ at }) => at);

describe('a collector that starts again', () => {
  it('accounts for the slots that passed meanwhile, once, and begins with the next', async () => {
    const store = await temporaryStore();
    const first = await life(store, [probed()]);
    await first.clock.advance(3 * minute);
    await first.stop();
    expect(await slotsIn(store)).toEqual(ended('ok', 0, 2));

    const second = await life(store, [probed()], 10);
    expect(await slotsIn(store)).toEqual([...ended('ok', 0, 2), ...ended('stopped', 3, 9)]);
    await second.clock.advance(2 * minute);
    await second.stop();
    expect(stopped(second.kept)).toEqual(numbers(3, 9).map((number) => slot(number)));
    const both = [...ended('ok', 0, 2), ...ended('stopped', 3, 9), ...ended('ok', 10, 11)];
    expect(await slotsIn(store)).toEqual(both);
  });

  it('accounts for nothing twice where it is restarted before its first slot', async () => {
    const store = await temporaryStore();
    const first = await life(store, [probed()]);
    await first.clock.advance(minute);
    await first.stop();
    const second = await life(store, [probed()], 5);
    await second.stop();
    const third = await life(store, [probed()], 5);
    await third.stop();
    const fourth = await life(store, [probed()], 7);
    await fourth.stop();
    expect([second, third, fourth].map(({ kept }) => stopped(kept))).toEqual([
      numbers(1, 4).map((number) => slot(number)),
      [],
      numbers(5, 6).map((number) => slot(number)),
    ]);
  });

  it('has nothing to account for where a source was never asked', async () => {
    const store = await temporaryStore();
    const { kept, stop } = await life(store, [probed()], 10);
    await stop();
    expect(kept).toEqual([]);
  });

  it('stores no new slot before the old ones, so that an end in between loses none', async () => {
    const store = await temporaryStore();
    const first = await life(store, [probed()]);
    await first.clock.advance(minute);
    await first.stop();
    const clock = fakeClock(noon + 5 * minute);
    const { collect } = collecting(store, { clock });
    const gate = Promise.withResolvers<null>();
    const written: string[] = [];
    const slow: Collect = {
      ...collect,
      keep: async (_target, at) => void written.push(`kept ${at}`),
      missed: async (_target, slots, reason) => {
        written.push(`${reason} ${[...slots].length}`);
        await gate.promise;
      },
    };
    const starting = life(store, [probed()], 5, { clock, collect: slow });
    await vi.waitFor(() => expect(written).toEqual(['stopped 4']));
    await clock.advance(2 * minute);
    expect(written).toEqual(['stopped 4']);
    gate.resolve(null);
    const second = await starting;
    await second.stop();
    expect(written).toEqual(['stopped 4', `kept ${slot(5)}`, `kept ${slot(6)}`]);
  });

  it('goes on with the other sources where the account of one can never be read, and says so', async () => {
    const store = await temporaryStore();
    const damaged = new StoreError('corrupt', 'the block of its last hour: put back a backup');
    const broken: Store = {
      ...store,
      lastSlot: async (target) => {
        if (target.source === 'api') throw damaged;
        return store.lastSlot(target);
      },
    };
    const { clock, errors, stop } = await life(broken, [probed(), probed('catalog')]);
    await clock.advance(minute);
    await stop();
    expect(errors).toEqual([['acme/api', damaged]]);
    expect(await slotsIn(store)).toEqual(ended('ok', 0, 0));
    expect(await slotsIn(store, 'catalog')).toEqual(ended('ok', 0, 0, 'catalog'));
  });
});

describe('a reload', () => {
  it('starts an added source and leaves the slots of the others as they are', async () => {
    const store = await temporaryStore();
    const { clock, reload, stop } = await life(store, [probed()]);
    await clock.advance(2 * minute);
    await reload([probed(), probed('catalog')]);
    await clock.advance(2 * minute);
    await stop();
    expect(await slotsIn(store)).toEqual(ended('ok', 0, 3));
    expect(await slotsIn(store, 'catalog')).toEqual(ended('ok', 2, 3, 'catalog'));
  });

  it('stops a source that is gone, and accounts for its slots when it comes back', async () => {
    const store = await temporaryStore();
    const { clock, reload, stop } = await life(store, [probed()]);
    await clock.advance(2 * minute);
    await reload([]);
    await vi.waitFor(async () => expect(await slotsIn(store)).toEqual(ended('ok', 0, 1)));
    await clock.advance(3 * minute);
    await reload([probed()]);
    expect(await slotsIn(store)).toEqual([...ended('ok', 0, 1), ...ended('stopped', 2, 4)]);
    await clock.advance(minute);
    await stop();
    expect((await slotsIn(store)).at(-1)).toEqual([slot(5), 'ok']);
  });

  it('asks as the new terms say', async () => {
    const store = await temporaryStore();
    const failing = probed('api', async () => ({
      ...{ outcome: 'bad', reason: 'status', latencyMs: 3 },
      ...{ phases: {}, status: 503, error: 'status 503' },
    }));
    const { clock, reload, stop } = await life(store, [probed()]);
    await clock.advance(minute);
    await reload([failing]);
    await clock.advance(minute);
    await stop();
    expect(await slotsIn(store)).toEqual([...ended('ok', 0, 0), ...ended('status', 1, 1)]);
  });
});

describe('an amendment that takes effect while the collector runs', () => {
  const amendment = `apiVersion: upheld/v1
kind: Amendment
metadata: { name: acme-a1 }
spec:
  agreement: acme
  effective: { from: 2026-08-16 }
  changes:
    - { path: sources.orders, to: { name: orders, type: http, spec: { url: "https://api.acme.example/orders" } } }
  signatures:
    - { party: us, by: Ina Weiss, at: 2026-08-01T10:00:00+02:00 }
    - { party: acme, by: Tom Falk, at: 2026-08-02T10:00:00+02:00 }
`;
  // Midnight in Berlin is 22:00 UTC in summer, ten hours after noon.
  const turn = 600;

  it('changes the schedule at its instant without a reload, and is told once', async () => {
    const folder = await folderOf({
      'a1.yaml': amendment,
      'acme.yaml': readFileSync(`${examples}minimal.yaml`, 'utf8'),
    });
    const loaded = await loadConfiguration(folder, kinds);
    if (!loaded.ok) throw new Error(loaded.faults.map(({ rule }) => rule).join());
    const { configuration } = loaded;
    const store = await temporaryStore();
    const clock = fakeClock(noon + (turn - 2) * minute);
    const told: unknown[] = [];
    const { kept, stop } = await life(store, [], 0, {
      ...{ clock, onAmended: (begun) => told.push(begun) },
      running: keepRunning(configuration, () => Promise.reject(full), clock.now),
      targets: () =>
        configuration.agreements
          .map((agreement) => inForce(agreement, clock.now()))
          .flatMap(({ sources }) => sources.map(({ name }) => probed(name))),
    });
    await clock.advance(4 * minute);
    await stop();
    expect(told).toEqual([[{ agreement: 'acme', amendment: 'acme-a1', from: noon + turn * minute }]]);
    const own = (source: string) => kept.filter((sample) => sample.source === source).map(({ at }) => at);
    expect(own('api')).toEqual(numbers(turn - 2, turn + 1).map((number) => slot(number)));
    expect(own('orders')).toEqual(numbers(turn, turn + 1).map((number) => slot(number, 'orders')));
  });
});

describe('a desk', () => {
  const place = { agreement: 'acme', source: 'desk' };

  it('is read at once when it is new, and not again because of a reload', async () => {
    const store = await temporaryStore();
    const { collect } = collecting(store);
    const asked: string[] = [];
    const counting: Collect = {
      ...collect,
      ask: (target, at) => {
        asked.push(target.source);
        return collect.ask(target, at);
      },
    };
    const { reload, stop } = await life(store, [], 0, { collect: counting });
    await reload([desk([])]);
    await vi.waitFor(async () => expect((await store.readDesk(place)).syncedUntil).toBe(noon));
    await reload([desk([]), probed()]);
    expect(asked).toEqual(['desk']);
    await stop();
  });

  it('that gives a hint is read at once, under the terms in force; a source that is none is left alone', async () => {
    const store = await temporaryStore();
    const { collect } = collecting(store);
    const hinted: unknown[] = [];
    const hearing: Collect = { ...collect, hint: (...hint) => hinted.push(hint) };
    const { reload, hint, stop } = await life(store, [probed()], 0, { collect: hearing });
    hint(place, ['T-1']);
    const [first, second] = [desk([]), desk([])];
    await reload([first, probed()]);
    hint(place, ['T-2']);
    await reload([second, probed()]);
    hint(place, []);
    hint({ ...place, source: 'api' }, ['T-3']);
    hint({ ...place, agreement: 'beta' }, ['T-4']);
    expect(hinted).toEqual([
      [first, ['T-2']],
      [second, []],
    ]);
    expect(hinted).toHaveLength(2);
    await stop();
  });

  it('whose response was just missed has that ticket read, so that nobody deletes the miss', async () => {
    const store = await temporaryStore();
    const { collect } = collecting(store);
    const hinted: unknown[] = [];
    const hearing: Collect = { ...collect, hint: (...hint) => hinted.push(hint) };
    const target = desk([]);
    const agreement = anAgreement();
    const configuration = {
      agreements: [agreement],
      amendments: [],
      exclusions: [],
      settings: defaultSettings,
    };
    const none = async () => ({ ok: true as const, configuration, warnings: [] });
    const clock = {
      ...{ ticket: 'T-1', severity: 1, startAt: noon - 180 * minute, dueAt: noon - 60 * minute },
      ...{ stoppedAt: null, state: 'missed' as const },
    };
    const promise = {
      ...aPromise({ name: 'desk-severity-1-first-response', indicator: 'first-response', sources: ['desk'] }),
      periods: [aPeriod({ clocks: [clock] })],
    };
    const { stop } = await life(store, [target], 0, {
      collect: hearing,
      running: keepRunning(configuration, none, () => noon),
      evaluate: async () => aStatement({ asOf: noon, promises: [promise] }),
    });
    await vi.waitFor(() => expect(hinted).toEqual([[target, ['T-1']]]));
    await stop();
  });

  it('that is still being read at the end is no failure', async () => {
    const store = await temporaryStore();
    const gate = Promise.withResolvers<null>();
    const ends = Promise.withResolvers<null>();
    const target = desk([]);
    const slow: Target = {
      ...target,
      kind: {
        ...target.kind,
        async *poll() {
          await gate.promise;
          ends.resolve(null);
          yield { events: [], cursor: '1' };
        },
      },
    };
    const closed: Store = { ...store, putTicketEvents: () => Promise.reject(full) };
    const { errors, stop } = await life(closed, [slow]);
    await stop();
    gate.resolve(null);
    await ends.promise;
    await settled();
    expect(errors).toEqual([]);
  });
});

describe('counted traffic', () => {
  it('is read at once when its source is new, and then at its slots', async () => {
    const store = await temporaryStore();
    const { kind } = countingKind(() => tenAndOne);
    const { source } = counting(store, { ...kind, read: async () => tenAndOne });
    const { clock, errors, stop } = await life(store, [{ ...source, does: 'count' }], 10);
    const hours = async () => (await storedIn(store)).map(([at]) => at);
    await vi.waitFor(async () => expect(await hours()).toEqual(numbers(-5, -1)));
    await clock.advance(56 * minute);
    await vi.waitFor(async () => expect(await hours()).toEqual(numbers(-5, 0)));
    expect(errors).toEqual([]);
    await stop();
  });
});

describe('stopping', () => {
  it('keeps a slot whose target does not answer as stopped', async () => {
    const store = await temporaryStore();
    const { clock, stop } = await life(store, [probed('api', () => new Promise(() => undefined))]);
    await clock.advance(minute);
    const over = stop();
    await clock.advance(10_000);
    await over;
    expect(await slotsIn(store)).toEqual(ended('stopped', 0, 0));
  });

  it('says when the storage refuses to the end, and ends all the same', async () => {
    const store = await temporaryStore();
    const broken: Store = { ...store, putSamples: () => Promise.reject(full) };
    const { clock, errors, stop } = await life(broken, [probed()]);
    await clock.advance(minute);
    const over = stop();
    await clock.advance(10_000);
    await over;
    expect(errors).toEqual([
      ['acme/api', full],
      ['store', full],
    ]);
  });

  it('waits for the evaluation that is under way', async () => {
    const store = await temporaryStore();
    const gate = Promise.withResolvers<null>();
    const loaded = await loadConfiguration(await folderWith(`${examples}minimal.yaml`), kinds);
    if (!loaded.ok) throw new Error('the smallest example has no fault');
    const looks: unknown[] = [];
    const { stop } = await life(store, [], 0, {
      running: {
        current: () => loaded.configuration,
        status: () => ({ loadedAt: 0, lastReloadSuccessful: true, faults: [] }),
        reload: () => Promise.reject(new Error('nobody reloads here')),
      },
      evaluate: async () => {
        await gate.promise;
        return aStatement();
      },
      onLook: (look) => looks.push(look),
    });
    const over = stop();
    await settled();
    gate.resolve(null);
    await over;
    expect(looks).toHaveLength(1);
  });
});
