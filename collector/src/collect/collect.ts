// Fills slots: probes endpoints, synchronises desks, reads counted traffic, and keeps every outcome durably
// before it counts in a metric. A slot that the storage refuses ends as not measured as soon as the storage
// takes rows again.
import type { StatusReport } from '@upheld/shared/facts/status-report';
import type { Sample, UnmeasuredReason } from '@upheld/shared/facts/sample';
import type { Instant } from '@upheld/shared/time/instant';
import type { Asking } from '../leases/asking.ts';
import type { SampleWriter } from '../store/batch.ts';
import type { Lease } from '../store/leases.ts';
import type { NewSample, SourceKey, Store } from '../store/store.ts';
import { createAskEndpoint, type EndpointParts } from './ask-endpoint.ts';
import { createDesks } from './desks.ts';
import { followHints } from './follow-hints.ts';
import { politely } from './outside.ts';
import { createTraffic } from './read-traffic.ts';
import type { UnmeasuredSample } from './refused.ts';
import { createLine, type Line } from './line.ts';
import { createRests } from './rests.ts';
import type { SyncResult } from './sync-desk.ts';
import type { Asked, Collect, CountTarget, ProbeTarget, SyncTarget, Target } from './target.ts';
import type { TrafficRound } from './traffic-round.ts';
import { createUnmeasured, type Unmeasured } from './unmeasured.ts';

export type CollectParts = EndpointParts & {
  store: Store;
  writer: SampleWriter;
  /** What this process may ask, and under which lease. */
  asking: Pick<Asking, 'mayAsk' | 'leaseOf'>;
  onKept: (sample: NewSample) => void;
  /** Not stored, because another process asks this target by now and accounts for its slots. */
  onFenced: (sample: Sample) => void;
  onReport: (source: SourceKey, report: StatusReport) => void;
  onSync: (target: SyncTarget, result: SyncResult) => void;
  onTraffic: (target: CountTarget, round: TrafficRound) => void;
  /** A slot is asked, so late after its scheduled instant. */
  onStart: (lateMs: number) => void;
  onEnd: () => void;
  /** The storage refused what a hint brought. */
  onError: (what: string, error: unknown) => void;
  /** A share of 1, another one each time. */
  random: () => number;
};

/** Collects into `store`. `keep`, `missed` and `close` reject with what the storage said when it refused. */
export function createCollect(parts: CollectParts): Collect {
  const { store, writer, clock, outside, asking } = parts;
  const unmeasured = createUnmeasured(store, parts);
  const line = createLine();
  const askEndpoint = createAskEndpoint(parts);
  const traffic = createTraffic({ store, clock, rests: createRests(clock) });
  const desks = createDesks({ ...parts, mayAsk: asking.mayAsk });
  const hints = followHints({ ...parts, desks });
  const count = async (target: CountTarget): Promise<Asked> => {
    const context = politely(outside(), target.key, clock);
    const round = await traffic.read(target, context, () => asking.mayAsk(target));
    return { does: 'count', round };
  };
  const sync = async (target: SyncTarget): Promise<Asked> => ({
    does: 'sync',
    result: await desks.sync(target),
  });
  /** Under the lease of its beginning: should it pass on meanwhile, what was seen is no longer ours to tell. */
  const probe = async (target: ProbeTarget, slot: Instant): Promise<Asked> => {
    const lease = asking.leaseOf(target);
    const { sample, report } = await askEndpoint(target, slot);
    return { does: 'probe', sample: { ...sample, ...(lease && { lease }) }, report };
  };
  const ask: Collect['ask'] = (target, slot) => {
    if (target.does === 'count') return count(target);
    return target.does === 'probe' ? probe(target, slot) : sync(target);
  };
  return {
    ask: (target, slot) => {
      parts.onStart(clock.now() - slot);
      return ask(target, slot).finally(parts.onEnd);
    },
    async keep(target, _slot, asked) {
      if (asked.does === 'probe') {
        await keepSample(asked.sample, parts, unmeasured, line);
        if (asked.report !== undefined) await keepReport(asked.sample, asked.report, parts);
        if (line.isPast()) await unmeasured.retry();
      } else if (asked.does === 'sync' && target.does === 'sync') {
        if (asked.result !== null) parts.onSync(target, asked.result);
      } else if (asked.does === 'count' && target.does === 'count') parts.onTraffic(target, asked.round);
    },
    async missed(target, slots, reason) {
      if (target.does !== 'probe') return;
      const lease = asking.leaseOf(target);
      const samples = samplesOf(target, slots, { vantage: outside().vantage, reason, lease });
      await unmeasured.keep(samples).catch((error: unknown) => {
        line.refused();
        throw error;
      });
      if (line.isPast()) await unmeasured.retry();
    },
    vantage: () => outside().vantage,
    hint: hints.hint,
    isReading(target) {
      if (target.does === 'count') return traffic.isUnderWay(target.key);
      return target.does === 'sync' && desks.isUnderWay(target);
    },
    windDown() {
      traffic.close();
      hints.close();
      desks.close();
    },
    async close() {
      await writer.close();
      await unmeasured.retry();
    },
  };
}

async function keepSample(
  sample: NewSample,
  { writer, onKept, onFenced }: CollectParts,
  unmeasured: Unmeasured,
  line: Line,
): Promise<void> {
  line.enter();
  const written = await writer.write(sample).catch((error: unknown) => {
    line.leave();
    line.refused();
    const { agreement, source, vantage, at, lease } = sample;
    unmeasured.remember({
      ...{ agreement, source, vantage, at, ...(lease && { lease }) },
      ...{ outcome: 'unmeasured', reason: 'storage', latencyMs: null },
    });
    throw error;
  });
  line.leave();
  if (written === 'fenced') onFenced(sample);
  else onKept(sample);
}

/** A page is polled for years and changes its word a few times: the store keeps the changes. */
async function keepReport(sample: NewSample, report: StatusReport, parts: CollectParts): Promise<void> {
  const { agreement, source, at } = sample;
  await parts.store.putReport({ agreement, source, at, ...report });
  parts.onReport({ agreement, source }, report);
}

function* samplesOf(
  { agreement, source }: Target,
  slots: Iterable<Instant>,
  { lease, ...ended }: { vantage: string; reason: UnmeasuredReason; lease: Lease | undefined },
): Generator<UnmeasuredSample> {
  const outcome = { outcome: 'unmeasured', latencyMs: null } as const;
  for (const at of slots) yield { agreement, source, at, ...ended, ...outcome, ...(lease && { lease }) };
}
