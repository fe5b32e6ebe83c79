// The flow, one way: config -> schedule -> probes | connectors -> store -> indicators -> evaluation ->
// triggers -> api | metrics. Each stage takes plain records and returns plain records; this file hands them on.
import { watchAmendments, type InForce } from './amendments.ts';
import type { Clock } from './clock.ts';
import { targetKey, type Asked, type Collect, type Target } from './collect/target.ts';
import { downtimeOf } from './collect/downtime.ts';
import { missedResponses } from './evaluation/missed-responses.ts';
import { watch, type Look, type WatchParts } from './evaluation/watch.ts';
import type { Running } from './running.ts';
import { createScheduler, type Scheduler } from './schedule/scheduler.ts';
import type { SourceKey, Store } from './store/store.ts';
import { settle } from './triggers/triggers.ts';

export type PipelineParts = {
  running: Running;
  store: Store;
  clock: Clock;
  /** The configuration's targets under the terms in force now. */
  targets: () => Target[];
  /** What asking a target means, and where its outcome goes. */
  collect: Collect;
  evaluate: WatchParts['evaluate'];
  /** An agreement that was judged again: for pages and /metrics. */
  onLook: (look: Look) => void;
  /** An agreement that could not be judged. */
  onBlind: WatchParts['onError'];
  /** Amendments that took effect while the collector runs; the schedule follows them. */
  onAmended: (begun: InForce[]) => void;
  /** A target whose slot could not be filled or kept. */
  onError: (what: string, error: unknown) => void;
};

export type Pipeline = {
  /** Takes over a configuration that was just reloaded; targets that stay keep their slots. */
  reloaded(): Promise<void>;
  /** A desk says that these tickets changed, or with none that something did; returns at once. */
  hint(desk: SourceKey, tickets: readonly string[]): void;
  stop(): Promise<void>;
};

/** Starts collecting and judging. Slots that passed while nothing ran are accounted for first. */
export async function startPipeline(parts: PipelineParts): Promise<Pipeline> {
  const { running, store, clock, collect, onError } = parts;
  const stopping = new AbortController();
  let targets = parts.targets();
  // New slots wait for those from before: should the process end in between, the last stored slot still
  // tells where the account begins.
  let accounted = Promise.resolve();
  const scheduler = createScheduler<Target, Asked>({
    targets,
    clock,
    run: collect.ask,
    keep: (...slot) => accounted.then(() => collect.keep(...slot)),
    missed: (...slots) => accounted.then(() => collect.missed(...slots)),
    failed: (target, error) => onError(target.key, error),
  });
  const begin = async (added: Target[]) => {
    accounted = accounted.then(() => accountFor(added, scheduler, parts));
    await accounted;
    readAtOnce(added, parts, stopping.signal);
  };
  const planAgain = async () => {
    const known = new Set(targets.map(({ key }) => key));
    targets = parts.targets();
    scheduler.update(targets);
    await begin(targets.filter(({ key }) => !known.has(key)));
  };
  const stopTurning = watchAmendments({
    clock,
    agreements: () => running.current().agreements,
    onTurn: (begun) => {
      parts.onAmended(begun);
      planAgain().catch((error: unknown) => onError('amendment', error));
    },
  });
  const hint: Pipeline['hint'] = (desk, tickets) => {
    const target = targets.find(({ key }) => key === targetKey(desk));
    if (target?.does === 'sync') collect.hint(target, tickets);
  };
  await begin(targets);
  const stopWatching = watch({
    clock,
    terms: running.current,
    evaluate: parts.evaluate,
    settle: (agreement, statements, now) => settle(store, agreement, statements, now),
    onLook(look) {
      parts.onLook(look);
      for (const [desk, tickets] of missedResponses(look)) hint(desk, tickets);
    },
    onError: parts.onBlind,
  });
  return {
    reloaded: planAgain,
    hint,
    async stop() {
      stopping.abort();
      collect.windDown();
      stopTurning();
      await scheduler.stop();
      await stopWatching();
      await collect.close().catch((error: unknown) => onError('store', error));
    },
  };
}

/** How many targets are accounted for at once: what each has to write is then written together. */
const accountedAtOnce = 100;

/** Slots between a target's last stored one and its first one now had no collector: not measured. */
async function accountFor(
  targets: Target[],
  scheduler: Scheduler<Target>,
  { store, collect, onError }: PipelineParts,
) {
  const account = async (target: Target) => {
    try {
      const slots = await downtimeOf(target, collect.vantage(), store, scheduler);
      if (slots !== null) await collect.missed(target, slots, 'stopped');
    } catch (error) {
      onError(target.key, error);
    }
  };
  for (let first = 0; first < targets.length; first += accountedAtOnce) {
    await Promise.all(targets.slice(first, first + accountedAtOnce).map(account));
  }
}

/** What is read back is read at once and then at its slots: until then nothing can be said of tickets and counts. */
function readAtOnce(
  targets: Target[],
  { clock, collect, onError }: PipelineParts,
  stopping: AbortSignal,
): void {
  for (const target of targets.filter(({ does }) => does !== 'probe')) {
    const now = clock.now();
    collect
      .ask(target, now)
      .then((asked) => collect.keep(target, now, asked))
      .catch((error: unknown) => {
        // What is being read when the store closes goes on at the next start from where it is.
        if (!stopping.aborted) onError(target.key, error);
      });
  }
}
