// The flow, one way: config -> schedule -> probes | connectors -> store -> indicators -> evaluation ->
// triggers -> api | metrics. Each stage takes plain records and returns plain records; this file hands them on.
import type { Clock } from './clock.ts';
import type { Collect, Target } from './collect/target.ts';
import { downtimeOf } from './collect/downtime.ts';
import { watch, type Look, type WatchParts } from './evaluation/watch.ts';
import type { Running } from './running.ts';
import { createScheduler, type Scheduler } from './schedule/scheduler.ts';
import type { Store } from './store/store.ts';
import { settle } from './triggers/triggers.ts';

export type PipelineParts = {
  running: Running;
  store: Store;
  clock: Clock;
  /** The configuration's targets. */
  targets: () => Target[];
  /** What asking a target means, and where its outcome goes. */
  collect: Collect;
  evaluate: WatchParts['evaluate'];
  /** An agreement that was judged again: for pages and /metrics. */
  onLook: (look: Look) => void;
  onError: (what: string, error: unknown) => void;
};

export type Pipeline = {
  /** Takes over a configuration that was just reloaded; targets that stay keep their slots. */
  reloaded(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts collecting and judging. Slots that passed while nothing ran are accounted for first. */
export async function startPipeline(parts: PipelineParts): Promise<Pipeline> {
  const { running, store, clock, collect, onError } = parts;
  let targets = parts.targets();
  const scheduler = createScheduler({
    targets,
    clock,
    run: collect.ask,
    keep: collect.keep,
    missed: collect.missed,
    failed: (target, error) => onError(target.key, error),
  });
  await accountFor(targets, scheduler, parts);
  readDesks(targets, parts);
  const stopWatching = watch({
    clock,
    terms: running.current,
    evaluate: parts.evaluate,
    settle: (agreement, statements, now) => settle(store, agreement, statements, now),
    onLook: parts.onLook,
    onError,
  });
  return {
    async reloaded() {
      const known = new Set(targets.map(({ key }) => key));
      targets = parts.targets();
      scheduler.update(targets);
      const added = targets.filter(({ key }) => !known.has(key));
      await accountFor(added, scheduler, parts);
      readDesks(added, parts);
    },
    async stop() {
      await scheduler.stop();
      await stopWatching();
      await collect.close();
    },
  };
}

/** Slots between a target's last stored one and its first one now had no collector: not measured. */
async function accountFor(
  targets: Target[],
  scheduler: Scheduler<Target>,
  { store, collect }: PipelineParts,
) {
  for (const target of targets) {
    const slots = await downtimeOf(target, collect.vantage(), store, scheduler);
    if (slots !== null) await collect.missed(target, slots, 'stopped');
  }
}

/** A desk is read at once and then at its slots: until it was read, nothing can be said of its tickets. */
function readDesks(targets: Target[], { clock, collect, onError }: PipelineParts): void {
  for (const target of targets.filter(({ does }) => does === 'sync')) {
    const now = clock.now();
    collect
      .ask(target, now)
      .then((asked) => collect.keep(target, now, asked))
      .catch((error: unknown) => onError(target.key, error));
  }
}
