// The flow, one way: config -> schedule -> probes | connectors -> store -> indicators -> evaluation ->
// triggers -> api | metrics. Each stage takes plain records and returns plain records; this file hands them on.
// A process does all of it, or the half before the store, or the half behind it.
import { watchAmendments, type InForce } from './amendments.ts';
import { startCollecting, type Collecting, type CollectingParts } from './collecting.ts';
import { missedResponses } from './evaluation/missed-responses.ts';
import { watch, type Look, type Watch, type WatchParts } from './evaluation/watch.ts';
import type { HintRelay } from './leases/hints.ts';
import type { Tasks } from './roles.ts';
import type { Running } from './running.ts';
import type { SourceKey, Store } from './store/store.ts';
import { settle } from './triggers/triggers.ts';
import { within } from './within.ts';

export type PipelineParts = CollectingParts & {
  tasks: Tasks;
  running: Running;
  store: Store;
  /** To whoever asks the desks that this process does not. */
  relay: HintRelay;
  evaluate: WatchParts['evaluate'];
  /** An agreement that was judged again: for pages and /metrics. */
  onLook: (look: Look) => void;
  /** An agreement that could not be judged. */
  onBlind: WatchParts['onError'];
  /** Amendments that took effect while the process runs; the schedule follows them. */
  onAmended: (begun: InForce[]) => void;
};

export type Pipeline = {
  /** Takes over a configuration that was just reloaded; targets that stay keep their slots. */
  reloaded(): Promise<void>;
  /** A desk says that these tickets changed, or with none that something did; returns at once. */
  hint(desk: SourceKey, tickets: readonly string[]): void;
  /** Takes no more slots, ends what is under way and keeps what came of it. */
  stop(): Promise<void>;
};

/** Ten seconds for what is under way, and what is left for keeping it, also where the storage does not answer. */
const stoppedWithinMs = 11_000;
const keptWithinMs = 500;

/** Starts what this process does: collecting, judging, or both. */
export async function startPipeline(parts: PipelineParts): Promise<Pipeline> {
  const { tasks, running, clock, collect, relay, onError } = parts;
  const collecting = tasks.asks ? await startCollecting(parts) : nobodyAsked;
  const stopTurning = watchAmendments({
    clock,
    agreements: () => running.current().agreements,
    onTurn: (begun) => {
      parts.onAmended(begun);
      collecting.planAgain().catch((error: unknown) => onError('amendment', error));
    },
  });
  const hint: Pipeline['hint'] = (desk, tickets) => {
    const target = collecting.desk(desk);
    if (target === undefined) relay.pass(desk, tickets);
    else collect.hint(target, tickets);
  };
  const stopRelay = tasks.asks ? relay.follow(collecting.desks, hint) : () => undefined;
  const judging = tasks.judges ? startJudging(parts, hint) : nobodyJudges;
  return {
    reloaded() {
      judging.again();
      return collecting.planAgain();
    },
    hint,
    async stop() {
      const endsAt = clock.monotonic() + stoppedWithinMs;
      const leftMs = () => Math.max(keptWithinMs, endsAt - clock.monotonic());
      stopTurning();
      stopRelay();
      await Promise.all([collecting.stop(), within(leftMs(), judging.stop(), clock)]);
      const kept = collect.close().catch((error: unknown) => onError('store', error));
      await within(leftMs(), kept, clock);
    },
  };
}

const nobodyAsked: Collecting = {
  planAgain: async () => undefined,
  desk: () => undefined,
  desks: () => [],
  stop: async () => undefined,
};

const nobodyJudges: Watch = { again: () => undefined, stop: async () => undefined };

function startJudging(parts: PipelineParts, hint: Pipeline['hint']): Watch {
  const { store, clock, running, asking } = parts;
  return watch({
    clock,
    terms: running.current,
    evaluate: parts.evaluate,
    async settle(agreement, statements, now) {
      if (asking.maySettle(agreement.name)) return settle(store, agreement, statements, now);
      return { opened: [], cleared: [], occurrences: await store.readOccurrences(agreement.name) };
    },
    onLook(look) {
      parts.onLook(look);
      for (const [desk, tickets] of missedResponses(look)) hint(desk, tickets);
    },
    onError: parts.onBlind,
  });
}
