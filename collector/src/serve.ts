// The collector as a process: the stages put together, started, reloaded and stopped in order.
import { agreementSummary, groupTriggers } from '@upheld/shared/api/views';
import { createApp } from './api/app.ts';
import type { ApiParts, Change } from './api/readers.ts';
import { startServer } from './api/server.ts';
import { changes } from './changes.ts';
import { systemClock } from './clock.ts';
import { createCollect } from './collect/collect.ts';
import { createOutside } from './collect/outside.ts';
import { targetKey, targetsOf } from './collect/target.ts';
import { connectorKinds } from './connectors/registry.ts';
import { EnvironmentError, secretEnvironment, type Environment } from './environment.ts';
import { evaluateFrom, remember } from './evaluation/evaluator.ts';
import { createJudgeThread } from './evaluation/judge-thread.ts';
import type { Look } from './evaluation/watch.ts';
import { reportFailures } from './failures.ts';
import type { Logger } from './log.ts';
import { createInstruments } from './metrics/instruments.ts';
import { countFailedLook, countSample, countSync, showLook } from './metrics/record.ts';
import { renderMetrics } from './metrics/render.ts';
import type { Standing } from './metrics/standing.ts';
import { startPipeline, type Pipeline } from './pipeline.ts';
import { probeKinds } from './probes/registry.ts';
import type { Running } from './running.ts';
import { createWriter } from './store/batch.ts';
import type { Store } from './store/store.ts';
import { version } from './version.ts';

export type ServeParts = { environment: Environment; running: Running; store: Store; log: Logger };

export type Served = {
  port: number;
  /** Loads the configuration again, all or nothing, and says what is wrong with it. */
  reload: ApiParts['reload'];
  stop(): Promise<void>;
};

/** Starts probing, judging and answering. */
export async function serve({ environment, running, store, log }: ServeParts): Promise<Served> {
  const clock = systemClock;
  const instruments = createInstruments();
  const standings = new Map<string, Standing>();
  const live = changes<Change>();
  const judging = createJudgeThread();
  const evaluate = remember(
    store,
    evaluateFrom(store, (type) => connectorKinds.has(type), judging.judge),
  );
  const system = () => ({ asOf: clock.now(), version, config: running.status() });
  const listening = { port: environment.collectorPort };
  const outside = createOutside({
    settings: () => running.current().settings,
    environment: secretEnvironment(),
    folder: environment.configFolder,
    listeners: () =>
      [listening.port, environment.dashboardPort].map((port) => ({ host: environment.host, port })),
    clock,
    version,
  });
  const failures = reportFailures(log);
  const collect = createCollect({
    store,
    writer: createWriter(store, {
      onFailure: (error) => failures.failed('store', error),
      onCommit: ({ conflicts }) => {
        failures.worked('store');
        for (const { given, kept } of conflicts) log.warn({ event: 'conflict', given, kept });
      },
    }),
    clock,
    outside,
    onKept: (sample) => {
      failures.worked(targetKey(sample));
      countSample(instruments, sample);
    },
    onSync: (target, result) => {
      failures.worked(target.key);
      countSync(instruments, target, result);
      if (!result.ok) log.warn({ event: 'sync-failed', source: target.key, error: result.error });
    },
    onLate: (lateMs) => instruments.schedulerLag.observe(Math.max(0, lateMs) / 1000),
  });
  const onLook = (look: Look) => {
    const { agreement, statement, occurrences } = look;
    failures.worked(agreement.name);
    const summary = agreementSummary(agreement, statement, occurrences);
    standings.set(agreement.name, {
      summary,
      promises: statement.promises,
      triggers: groupTriggers(occurrences),
    });
    showLook(instruments, look);
    for (const { trigger, evidence } of look.opened) {
      log.warn({ event: 'trigger-opened', agreement: agreement.name, trigger, summary: evidence.summary });
    }
    live.publish({ agreement: agreement.name, asOf: statement.asOf });
  };
  // Answers come before probes: a port that another collector holds ends this one before it touches a slot.
  const pipeline = Promise.withResolvers<Pipeline>();
  let isReady = false;
  const reload = async () => {
    const result = await running.reload();
    if (result.ok) {
      forgetGone(standings, running);
      await (await pipeline.promise).reloaded();
      log.info({ event: 'reloaded', warnings: result.warnings });
    } else {
      log.error({
        event: 'reload-failed',
        kept: 'the running agreements stay in force',
        faults: result.faults,
      });
    }
    live.publish({ agreement: null, asOf: clock.now() });
    return result;
  };
  const app = createApp(
    {
      readersFor: () => ({
        agreements: () => running.current().agreements,
        exclusions: () => running.current().exclusions,
        statement: (agreement, period) =>
          evaluate({ agreement, exclusions: running.current().exclusions, period, asOf: clock.now() }),
        occurrences: (agreement) => store.readOccurrences(agreement),
        system,
        now: clock.now,
      }),
      notReady: async () =>
        isReady
          ? store.check().then(() => null, storageFault)
          : 'the slots since the last stop are being accounted for',
      reload,
      metrics: () => renderMetrics(instruments, [...standings.values()], system()),
      subscribe: live.subscribe,
      answered: (code, method) => instruments.httpRequests.inc({ code, method }),
    },
    version,
    (error) => log.error({ event: 'failed', what: 'api', err: error }),
  );
  const { host, collectorPort } = environment;
  const server = await startServer(app, host, collectorPort).catch((error: unknown) => {
    throw portFault(environment, error);
  });
  listening.port = server.port;
  pipeline.resolve(
    startPipeline({
      running,
      store,
      clock,
      targets: () =>
        targetsOf(running.current().agreements, { probes: probeKinds, connectors: connectorKinds }),
      collect,
      evaluate,
      onLook,
      onBlind: (agreement, error) => {
        countFailedLook(instruments, agreement);
        failures.failed(agreement, error);
      },
      onError: failures.failed,
    }),
  );
  const { stop } = await pipeline.promise;
  isReady = true;
  return {
    port: server.port,
    reload,
    async stop() {
      await server.close();
      await stop();
      await judging.close();
    },
  };
}

function portFault({ host, collectorPort }: Environment, cause: unknown): EnvironmentError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new EnvironmentError(
    `UPHELD_COLLECTOR_PORT: cannot listen on port ${collectorPort} of ${host} (${words}); end what listens there, or set another port, such as 0 for any free one`,
    { cause },
  );
}

function forgetGone(standings: Map<string, Standing>, running: Running): void {
  const names = new Set(running.current().agreements.map(({ name }) => name));
  for (const name of standings.keys()) if (!names.has(name)) standings.delete(name);
}

function storageFault(error: unknown): string {
  return `the store cannot write: ${error instanceof Error ? error.message : String(error)}`;
}
