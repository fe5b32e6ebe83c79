// A collector without a schedule: what is asked, kept and missed is up to the test, and so is whether the
// storage works.
import { createCollect } from '@upheld/collector/collect/collect';
import type { CollectParts } from '@upheld/collector/collect/collect';
import type { Outside } from '@upheld/collector/collect/outside';
import { targetKey } from '@upheld/collector/collect/target';
import type { ProbeTarget, SyncTarget } from '@upheld/collector/collect/target';
import type { TrafficRound } from '@upheld/collector/collect/traffic-round';
import type { Allowance } from '@upheld/collector/egress/allowance';
import { SyncError } from '@upheld/collector/connectors/connector';
import type { Page } from '@upheld/collector/connectors/connector';
import type { Attempt } from '@upheld/collector/probes/probe';
import { alone } from '@upheld/collector/leases/asking';
import { createWriter } from '@upheld/collector/store/batch';
import { StoreError } from '@upheld/collector/store/store-error';
import type { NewSample, Store } from '@upheld/collector/store/store';
import type { Sample } from '@upheld/shared/facts/sample';
import { z } from 'zod';
import { noSecrets } from '../egress/servers.ts';
import { fakeClock } from '../schedule/fake-clock.ts';

/** 2026-08-15T12:00:00Z. */
export const noon = Date.UTC(2026, 7, 15, 12);
export const minute = 60_000;

/** An attempt that found all well. */
export const well: Attempt = {
  outcome: 'ok',
  reason: null,
  latencyMs: 20,
  phases: {},
  status: 200,
  error: null,
};

const place = (source: string) => ({
  ...{ agreement: 'acme', source, key: targetKey({ agreement: 'acme', source }), everyMs: minute },
  retry: { attempts: 1, delay: '5s' },
});

/** An endpoint that is well, unless `attempt` says otherwise. */
export function probed(source = 'api', attempt: () => Promise<Attempt> = async () => well): ProbeTarget {
  const kind = { type: 'http', spec: z.unknown(), probe: attempt, longestMs: () => 1_000 };
  return { ...place(source), does: 'probe', kind, spec: {}, atOnce: 1 };
}

/** A desk that gives these pages and then fails if there are words for it. */
export function desk(pages: Page[], fault?: string, retryAfterMs: number | null = null): SyncTarget {
  async function* poll(): AsyncGenerator<Page> {
    yield* pages;
    if (fault !== undefined) throw new SyncError(fault, { retryAfterMs });
  }
  const kind = { type: 'json-http', grade: 'A', spec: z.unknown(), poll } satisfies SyncTarget['kind'];
  return { ...place('desk'), does: 'sync', kind, spec: {}, from: 0, timeZone: 'UTC' };
}

/** An allowance that always has room. */
export const plenty: Allowance = { enter: async () => () => undefined, charge: () => undefined };

/** A store that refuses samples with `refusal` while there is one. */
export function fallible(store: Store) {
  const storage: { refusal: StoreError | null } = { refusal: null };
  const putSamples = async (samples: NewSample[]) => {
    if (storage.refusal !== null) throw storage.refusal;
    return store.putSamples(samples);
  };
  return { storage, store: { ...store, putSamples } };
}

export const full = new StoreError('full', 'the disk is full');

/** A world in which kinds have to answer by themselves. */
export function outsideOf(vantage: string): Outside {
  return {
    vantage,
    egress: { request: askNobody, connect: askNobody, query: askNobody },
    credentials: noSecrets,
    file: async (path) => ({ ok: false, words: `${path} is not there` }),
    ownNetwork: async () => ({ failed: false, words: null }),
    look: async () => undefined,
    allowanceOf: () => plenty,
  };
}

/** Collects into `store`; tries a failing storage again at once. */
export function collecting(store: Store, change: Partial<CollectParts> = {}, maxWaiting = 20_000) {
  const clock = fakeClock(noon);
  const kept: Sample[] = [];
  const fenced: Sample[] = [];
  const syncs: unknown[] = [];
  const rounds: TrafficRound[] = [];
  const reports: unknown[] = [];
  const late: number[] = [];
  const errors: [string, unknown][] = [];
  const collect = createCollect({
    store,
    writer: createWriter(store, { maxDelayMs: 1, retryDelayMs: 1, maxWaiting }),
    clock,
    outside: () => outsideOf('main'),
    deafness: () => ({ until: 0, reason: 'stopped' }),
    asking: alone,
    onKept: (sample) => kept.push(sample),
    onFenced: (sample) => fenced.push(sample),
    onReport: (source, { status }) => reports.push({ ...source, status }),
    onSync: (_target, result) => syncs.push(result),
    onTraffic: (_target, round) => rounds.push(round),
    onStart: (lateMs) => late.push(lateMs),
    onEnd: () => undefined,
    onError: (what, error) => errors.push([what, error]),
    random: () => 0,
    ...change,
  });
  return { clock, kept, fenced, reports, syncs, rounds, late, errors, collect };
}

async function askNobody(): Promise<never> {
  throw new Error('this kind asks nobody');
}

/** How the slots of a source ended in the store: what is not ok by its reason. */
export async function slotsIn(store: Store, source = 'api'): Promise<[number, string][]> {
  const query = { agreement: 'acme', source, start: 0, end: noon + 1_000 * 86_400_000 };
  const [series] = await store.readSamples(query);
  const failures = await store.readFailures({ ...query, limit: 100_000 });
  const reasons = new Map(failures.map(({ at, reason }) => [at, String(reason)]));
  return [...(series?.at ?? [])].map((at) => [at, reasons.get(at) ?? 'ok']);
}
