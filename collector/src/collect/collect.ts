// Fills slots: probes endpoints, synchronises desks, and keeps every outcome durably before it counts in a
// metric.
import type { Sample, UnmeasuredReason } from '@upheld/shared/facts/sample';
import type { Instant } from '@upheld/shared/time/instant';
import type { Clock } from '../clock.ts';
import type { Egress } from '../egress.ts';
import type { OwnNetwork } from '../probes/probe.ts';
import type { ReadSecret } from '../secrets.ts';
import type { SampleWriter } from '../store/batch.ts';
import type { NewSample, Store } from '../store/store.ts';
import { runProbe } from '../probes/run.ts';
import { syncDesk, type SyncResult } from './sync-desk.ts';
import type { Asked, Collect, ProbeTarget, SyncTarget, Target } from './target.ts';

export type CollectParts = {
  store: Store;
  writer: SampleWriter;
  clock: Clock;
  /** As the running settings have it. */
  outside: () => { vantage: string; egress: Egress; secret: ReadSecret; ownNetwork: OwnNetwork };
  onKept: (sample: Sample) => void;
  onSync: (target: SyncTarget, result: SyncResult) => void;
  onLate: (lateMs: number) => void;
};

/** How many missed slots are written at once: after a long stop there may be very many. */
const missedAtOnce = 5_000;

/** Collects into `store`. */
export function createCollect(parts: CollectParts): Collect {
  const { store, writer, clock, outside } = parts;
  return {
    ask: (target, slot) => {
      parts.onLate(clock.now() - slot);
      return target.does === 'probe' ? probe(target, slot, parts) : sync(target, parts);
    },
    async keep(target, _slot, asked) {
      if (asked.does === 'probe') await keepSample(asked.sample, parts);
      else if (target.does === 'sync') parts.onSync(target, asked.result);
    },
    async missed(target, slots, reason) {
      if (target.does === 'sync') return;
      for (const batch of batches(slots, missedAtOnce)) {
        const samples = batch.map((at) => unmeasured(target, at, outside().vantage, reason));
        await store.putSamples(samples);
        for (const sample of samples) parts.onKept(sample);
      }
    },
    vantage: () => outside().vantage,
    close: () => writer.close(),
  };
}

async function probe(target: ProbeTarget, at: Instant, { clock, outside }: CollectParts): Promise<Asked> {
  const { vantage, ...context } = outside();
  const { agreement, source, kind, spec } = target;
  const outcome = await runProbe(kind, spec, target, { ...context, now: clock.now }, clock);
  return { does: 'probe', sample: { agreement, source, vantage, at, ...outcome } };
}

async function sync(target: SyncTarget, { store, clock, outside }: CollectParts): Promise<Asked> {
  const { agreement, source, kind, spec } = target;
  const result = await syncDesk(kind, spec, { agreement, source }, outside(), { store, clock });
  return { does: 'sync', result };
}

async function keepSample(sample: NewSample, { writer, onKept }: CollectParts): Promise<void> {
  await writer.write(sample);
  onKept(sample);
}

function unmeasured(
  { agreement, source }: Target,
  at: Instant,
  vantage: string,
  reason: UnmeasuredReason,
): Sample {
  return { agreement, source, vantage, at, outcome: 'unmeasured', reason, latencyMs: null };
}

function* batches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
