// The collector as a process: the stages put together, started, reloaded and stopped in order.
import { createApp } from './api/app.ts';
import type { ApiParts, Change } from './api/readers.ts';
import { startServer, type ApiServer } from './api/server.ts';
import { changes } from './changes.ts';
import { systemClock } from './clock.ts';
import { createCollect } from './collect/collect.ts';
import { createOutside, type Outside } from './collect/outside.ts';
import { targetsOf } from './collect/target.ts';
import { watchControls } from './collect/watch-controls.ts';
import { connectorKinds } from './connectors/registry.ts';
import { EnvironmentError, secretEnvironment, type Environment } from './environment.ts';
import { evaluateFrom, remember, type Evaluate } from './evaluation/evaluator.ts';
import { createJudgeThread, type JudgeThread } from './evaluation/judge-thread.ts';
import { questionsTo, type Questions } from './evaluation/questions.ts';
import { createReceiving, type Receiving } from './heartbeat/receiving.ts';
import { heartbeatSources } from './heartbeat/sources.ts';
import { readFailedChecks } from './failed-checks.ts';
import type { Logger } from './log.ts';
import { createInstruments, type Instruments } from './metrics/instruments.ts';
import { beginDeliveries, countDelivery } from './metrics/record.ts';
import { renderMetrics } from './metrics/render.ts';
import { createObserver, type Observer } from './observer.ts';
import { startPipeline, type Pipeline } from './pipeline.ts';
import { probeKinds } from './probes/registry.ts';
import type { Running } from './running.ts';
import { createSecrets } from './secrets.ts';
import { readSources } from './source-standings.ts';
import { standingTerms } from './source-terms.ts';
import { readStaleDesks } from './stale-desks.ts';
import { createWriter } from './store/batch.ts';
import type { Store } from './store/store.ts';
import { trafficKinds } from './traffic/registry.ts';
import { version } from './version.ts';
import type { Hint } from './webhooks/pace.ts';
import { createWebhooks, type Webhooks } from './webhooks/receiving.ts';
import { webhookSources } from './webhooks/sources.ts';
import { readWitnesses } from './witnesses.ts';

export type ServeParts = {
  environment: Environment;
  running: Running;
  store: Store;
  log: Logger;
  /** Of the URLs that heartbeats come to. */
  heartbeatKey: Buffer;
};

export type Served = {
  port: number;
  /** Loads the configuration again, all or nothing, and says what is wrong with it. */
  reload: ApiParts['reload'];
  stop(): Promise<void>;
};

/** What the process is made of before anything runs. */
type Made = ServeParts & {
  instruments: Instruments;
  live: ReturnType<typeof changes<Change>>;
  observer: Observer;
  evaluate: Evaluate;
  questions: Questions;
  heartbeats: Receiving;
  webhooks: Webhooks;
  /** Where the API listens: known once it does. */
  listening: { port: number };
};

const clock = systemClock;
const measures = (type: string) => probeKinds.has(type) && probeKinds.get(type)?.feeds !== 'report';
const isPolled = (type: string) => connectorKinds.has(type);

/** Starts probing, judging and answering. Answers come first: a port that is taken ends this before any slot. */
export async function serve(parts: ServeParts): Promise<Served> {
  const judging = createJudgeThread();
  const pipeline = Promise.withResolvers<Pipeline>();
  const made = make(parts, judging, pipeline.promise);
  const state = { isReady: false };
  const reload = reloading(made, pipeline.promise);
  const server = await listen(made, reload, state);
  followCallers(made);
  const outside = outsideOf(made);
  pipeline.resolve(startStages(made, outside));
  const { stop } = await pipeline.promise;
  const leaveControls = watchControls({ controls: outside, clock, onError: made.observer.onError });
  state.isReady = true;
  return {
    port: server.port,
    reload,
    async stop() {
      await server.close();
      await Promise.all([stop(), leaveControls()]);
      made.heartbeats.stop();
      made.webhooks.stop();
      await judging.close();
    },
  };
}

function make(parts: ServeParts, judging: JudgeThread, pipeline: Promise<Pipeline>): Made {
  const { environment, store, log } = parts;
  const instruments = createInstruments();
  const live = changes<Change>();
  const observer = createObserver({ log, instruments, publish: live.publish });
  // Before anything runs a hint is of no use: every desk is read at the start.
  const hint: Hint = (desk, tickets) => {
    pipeline.then(({ hint }) => hint(desk, tickets)).catch(() => undefined);
  };
  return {
    ...parts,
    instruments,
    live,
    observer,
    heartbeats: createReceiving({ key: parts.heartbeatKey, store, clock, onError: observer.onError }),
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

function outsideOf({ environment, running, listening, observer }: Made): () => Outside {
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

function startStages(made: Made, outside: () => Outside): Promise<Pipeline> {
  const { running, store, observer, evaluate, heartbeats } = made;
  const writer = createWriter(store, observer.writing);
  const kinds = { probes: probeKinds, connectors: connectorKinds, traffic: trafficKinds };
  return startPipeline({
    running,
    store,
    clock,
    targets: () => {
      followCallers(made);
      const targets = targetsOf(running.current().agreements, kinds, clock.now());
      observer.follow(targets);
      return targets;
    },
    collect: createCollect({
      ...{ store, writer, clock, outside, deafness: heartbeats.deafness, random: Math.random },
      ...observer,
    }),
    evaluate,
    ...observer,
  });
}

/** The sources in force are the ones that can be heard; the others' URLs lead nowhere. */
function followCallers({ heartbeats, webhooks, instruments, running }: Made): void {
  const { agreements } = running.current();
  heartbeats.follow(heartbeatSources(agreements, clock.now()));
  const told = webhookSources(agreements, connectorKinds, clock.now());
  webhooks.follow(told);
  beginDeliveries(instruments, told);
}

function reloading({ running, observer, live, log }: Made, pipeline: Promise<Pipeline>): Served['reload'] {
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

async function listen(made: Made, reload: Served['reload'], state: { isReady: boolean }): Promise<ApiServer> {
  const { environment, log, listening } = made;
  const app = createApp(apiParts(made, reload, state), version, (error) =>
    log.error({ event: 'failed', what: 'api', err: error }),
  );
  try {
    const server = await startServer(app, environment.host, environment.collectorPort);
    listening.port = server.port;
    return server;
  } catch (error) {
    throw portFault(environment, error);
  }
}

function apiParts(made: Made, reload: Served['reload'], state: { isReady: boolean }): ApiParts {
  const { running, store, instruments, live, observer, evaluate, questions, heartbeats, webhooks } = made;
  const standing = () => ({ exclusions: running.current().exclusions, asOf: clock.now() });
  const system = () => ({ asOf: clock.now(), version, config: running.status() });
  const vantage = () => running.current().settings.vantage;
  return {
    readersFor: () => ({
      agreements: () => running.current().agreements,
      exclusions: () => running.current().exclusions,
      statement: (agreement, period) => evaluate({ agreement, period, ...standing() }),
      whatIf: (agreement, asked) => questions.whatIf({ agreement, ...asked, ...standing() }),
      definitions: (agreement, asked) => questions.definitions({ agreement, ...asked, ...standing() }),
      support: (agreement) => questions.support({ agreement, asOf: clock.now() }),
      ticket: (agreement, asked) => questions.ticket({ agreement, asOf: clock.now(), ...asked }),
      occurrences: (agreement) => store.readOccurrences(agreement),
      failures: (query) => readFailedChecks(store, query),
      sources: (agreement) => readSources(store, agreement, standingTerms(agreement, vantage(), clock.now())),
      staleDesks: (agreement) => readStaleDesks(store, agreement, isPolled),
      witnesses: (agreement) => readWitnesses(store, agreement, measures, clock.now()),
      system,
      now: clock.now,
    }),
    notReady: async () => {
      if (!state.isReady) return 'the slots since the last stop are being accounted for';
      return store.check().then(() => null, storageFault);
    },
    reload,
    metrics: () => renderMetrics(instruments, observer.standings(), system()),
    subscribe: live.subscribe,
    knowsBeat: heartbeats.knows,
    beat: heartbeats.receive,
    receptionOf: webhooks.receptionOf,
    answered: (code, method) => instruments.httpRequests.inc({ code, method }),
  };
}

function portFault({ host, collectorPort }: Environment, cause: unknown): EnvironmentError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new EnvironmentError(
    `UPHELD_COLLECTOR_PORT: cannot listen on port ${collectorPort} of ${host} (${words}); end what listens there, or set another port, such as 0 for any free one`,
    { cause },
  );
}

function storageFault(error: unknown): string {
  return `the store cannot write: ${error instanceof Error ? error.message : String(error)}`;
}
