// What a process is made of before anything runs: the stages, who hears of what happens, and what it shares with others.
import type { Change } from './api/readers.ts';
import { changes } from './changes.ts';
import { systemClock as clock } from './clock.ts';
import { createCollect, type CollectParts } from './collect/collect.ts';
import { createOutside, type Outside } from './collect/outside.ts';
import { targetsOf } from './collect/target.ts';
import { fingerprinting } from './config/fingerprint.ts';
import { connectorKinds } from './connectors/registry.ts';
import { countedStore } from './counted-store.ts';
import { secretEnvironment, type Environment } from './environment.ts';
import { evaluateFrom, remember, type Evaluate } from './evaluation/evaluator.ts';
import type { JudgeThread } from './evaluation/judge-thread.ts';
import { questionsTo, type Questions } from './evaluation/questions.ts';
import { heardElsewhere } from './heartbeat/heard-elsewhere.ts';
import { createReceiving, type Heard, type Receiving } from './heartbeat/receiving.ts';
import { heartbeatSources } from './heartbeat/sources.ts';
import { alone, sharing, type Asking } from './leases/asking.ts';
import { noRelay, relayHints, type HintRelay } from './leases/hints.ts';
import type { Logger } from './log.ts';
import { createInstruments, type Instruments } from './metrics/instruments.ts';
import { beginDeliveries, countDelivery } from './metrics/record.ts';
import { createObserver, type Observer } from './observer.ts';
import { startPipeline, type Pipeline } from './pipeline.ts';
import { probeKinds } from './probes/registry.ts';
import type { Tasks } from './roles.ts';
import type { Running } from './running.ts';
import { createSecrets } from './secrets.ts';
import { createWriter } from './store/batch.ts';
import type { Listener } from './store/leases.ts';
import type { Store } from './store/store.ts';
import { trafficKinds } from './traffic/registry.ts';
import { version } from './version.ts';
import type { Hint } from './webhooks/pace.ts';
import { createWebhooks, type Webhooks } from './webhooks/receiving.ts';
import { webhookSources } from './webhooks/sources.ts';

export type ProcessParts = {
  tasks: Tasks;
  environment: Environment;
  running: Running;
  store: Store;
  /** Whether other processes work on the same store. */
  isShared: boolean;
  /** New with every start. */
  id: string;
  log: Logger;
  /** Of the URLs that heartbeats come to. */
  heartbeatKey: Buffer;
};

export type Made = ProcessParts & {
  instruments: Instruments;
  live: ReturnType<typeof changes<Change>>;
  observer: Observer;
  asking: Asking;
  relay: HintRelay;
  evaluate: Evaluate;
  questions: Questions;
  heartbeats: Receiving;
  webhooks: Webhooks;
  /** Where the process listens: known once it does. */
  listening: { port: number };
};

const isPolled = (type: string) => connectorKinds.has(type);

/** `pipeline` is there once it has started. */
export function make(parts: ProcessParts, judging: JudgeThread, pipeline: Promise<Pipeline>): Made {
  const { environment, log, isShared, id } = parts;
  const instruments = createInstruments();
  const live = changes<Change>();
  const observer = createObserver({ log, instruments, clock, publish: live.publish });
  const store = countedStore(parts.store, clock, observer.ofStore.onCall);
  // Before anything runs a hint is of no use: every desk is read at the start.
  const hint: Hint = (desk, tickets) => {
    pipeline.then(({ hint }) => hint(desk, tickets)).catch(() => undefined);
  };
  return {
    ...parts,
    store,
    instruments,
    live,
    observer,
    ...amongOthers({ ...parts, store }, observer),
    heartbeats: createReceiving({
      ...{ key: parts.heartbeatKey, store, clock, onError: observer.onError, onWorked: observer.onWorked },
      ...(isShared && { tell: (heard) => store.recordListening(heard.map((each) => listener(each, id))) }),
    }),
    webhooks: createWebhooks({
      secret: createSecrets({ environment: secretEnvironment(), folder: environment.configFolder }),
      ...{ clock, hint, onError: observer.onError },
      onDelivery: (source, outcome) => countDelivery(instruments, source, outcome),
    }),
    evaluate: remember(store, evaluateFrom(store, isPolled, judging.judge)),
    questions: questionsTo(store, isPolled, judging),
    listening: { port: environment.collectorPort },
  };
}

function listener({ source, deafness }: Heard, id: string): Listener {
  return { ...source, id, since: deafness.until, until: clock.now(), reason: deafness.reason };
}

/** Whoever takes heartbeats knows what it heard; several tell each other through the store. */
function deafnessOf({ isShared, store, heartbeats }: Made): CollectParts['deafness'] {
  if (!isShared) return heartbeats.deafness;
  return async (source) => heardElsewhere(await store.readListeners(source), clock.now());
}

function amongOthers(
  { isShared, store, id, tasks, running }: ProcessParts,
  { onError, onWorked, onLeases, onDiffering }: Observer,
): { asking: Asking; relay: HintRelay } {
  if (!isShared) return { asking: alone, relay: noRelay };
  const vantage = () => running.current().settings.vantage;
  const refused = (error: unknown) => onError('leases', error);
  return {
    asking: sharing({
      ...{ store, clock, id, tasks, vantage, onDiffering },
      configuration: fingerprinting(running.current),
      onChange: onLeases,
      onError: refused,
    }),
    relay: relayHints(store, clock, {
      onError: (error) => onError('hints', error),
      onWorked: () => onWorked('hints'),
    }),
  };
}

/** The way to the world under the settings in force. */
export function outsideOf({ environment, running, listening, observer }: Made): () => Outside {
  const { host, dashboardPort, configFolder } = environment;
  return createOutside({
    settings: () => running.current().settings,
    environment: secretEnvironment(),
    folder: configFolder,
    listeners: () => [listening.port, dashboardPort].map((port) => ({ host, port })),
    clock,
    version,
    onControls: observer.onControls,
  });
}

export function startStages(made: Made, outside: () => Outside): Promise<Pipeline> {
  const { tasks, running, store, observer, evaluate, asking, relay } = made;
  const writer = createWriter(store, observer.writing);
  const kinds = { probes: probeKinds, connectors: connectorKinds, traffic: trafficKinds };
  return startPipeline({
    ...observer,
    ...{ tasks, running, store, clock, asking, relay, evaluate },
    targets: () => {
      followCallers(made);
      return targetsOf(running.current().agreements, kinds, clock.now());
    },
    onPlan: observer.follow,
    collect: createCollect({
      ...observer,
      ...{ store, writer, clock, outside, asking, deafness: deafnessOf(made), random: Math.random },
    }),
  });
}

/** The sources in force are the ones that can be heard; the others' URLs lead nowhere. */
export function followCallers({ heartbeats, webhooks, instruments, running, tasks }: Made): void {
  if (!tasks.judges) return;
  const { agreements } = running.current();
  heartbeats.follow(heartbeatSources(agreements, clock.now()));
  const told = webhookSources(agreements, connectorKinds, clock.now());
  webhooks.follow(told);
  beginDeliveries(instruments, told);
}
