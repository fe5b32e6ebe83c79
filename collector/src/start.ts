// A process of Upheld: what it is made of, started, reloaded and stopped in order.
import { milliseconds } from '@upheld/shared/time/duration';
import { answer } from './answers.ts';
import type { ApiParts } from './api/readers.ts';
import { systemClock as clock } from './clock.ts';
import { watchControls } from './collect/watch-controls.ts';
import { followCallers, make, outsideOf, startStages, type Made, type ProcessParts } from './composition.ts';
import { createJudgeThread } from './evaluation/judge-thread.ts';
import { startHousekeeping } from './housekeeping.ts';
import type { Pipeline } from './pipeline.ts';
import { within } from './within.ts';

export type Started = {
  port: number;
  /** Loads the configuration again, all or nothing, and says what is wrong with it. */
  reload: ApiParts['reload'];
  stop(): Promise<void>;
};

/** For giving back what others may take, where the store can still be asked. */
const releasedWithinMs = 500;

/** For a call of housekeeping that is under way: what is cut off is undone, and done in a later round by whoever runs. */
const tidiedWithinMs = 1_000;

/** Starts probing, judging and answering. Answers come first: a port that is taken ends this before any slot. */
export async function start(parts: ProcessParts): Promise<Started> {
  const judging = createJudgeThread();
  const pipeline = Promise.withResolvers<Pipeline>();
  const made = make(parts, judging, pipeline.promise);
  const state = { isReady: false };
  const reload = reloading(made, pipeline.promise);
  const server = await answer(made, reload, state);
  followCallers(made);
  const outside = outsideOf(made);
  pipeline.resolve(startStages(made, outside));
  const { stop } = await pipeline.promise;
  const leaveControls = made.tasks.asks
    ? watchControls({ controls: outside, clock, onError: made.observer.onError })
    : async () => undefined;
  const leaveHousekeeping = keepHouse(made);
  state.isReady = true;
  return {
    port: server.port,
    reload,
    async stop() {
      await server.close();
      const tidied = leaveHousekeeping();
      await Promise.all([stop(), leaveControls()]);
      made.heartbeats.stop();
      made.webhooks.stop();
      await within(releasedWithinMs, made.asking.stop(), clock);
      await within(tidiedWithinMs, tidied, clock);
      await judging.close();
    },
  };
}

/** Every process does it: where several share a store, each leaves to the others what they are at. */
function keepHouse({ store, observer, running }: Made): () => Promise<void> {
  return startHousekeeping({
    ...{ store, clock, ...observer.ofStore.housekeeping },
    retentionMs: () => milliseconds(running.current().settings.retention.samples),
  });
}

function reloading({ running, observer, live, log }: Made, pipeline: Promise<Pipeline>): Started['reload'] {
  return async () => {
    const result = await running.reload();
    if (result.ok) {
      observer.keepOnly(running.current().agreements.map(({ name }) => name));
      await (await pipeline).reloaded();
      log.info({ event: 'reloaded', warnings: result.warnings });
    } else {
      const kept = 'the running agreements stay in force';
      log.error({ event: 'reload-failed', kept, faults: result.faults });
    }
    live.publish({ agreement: null, asOf: clock.now() });
    return result;
  };
}
