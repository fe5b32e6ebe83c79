// The collector as a process: the stages put together, started, reloaded and stopped in order.
import { agreementSummary, groupTriggers } from '@upheld/shared/api/views';
import { createApp } from './api/app.ts';
import type { ApiParts, Change } from './api/readers.ts';
import { startServer } from './api/server.ts';
import { changes } from './changes.ts';
import { systemClock } from './clock.ts';
import { createCollect } from './collect/collect.ts';
import { createOutside } from './collect/outside.ts';
import { targetsOf } from './collect/target.ts';
import { connectorKinds } from './connectors/registry.ts';
import { secretEnvironment, type Environment } from './environment.ts';
import { evaluateFrom, remember } from './evaluation/evaluator.ts';
import type { Look } from './evaluation/watch.ts';
import type { Logger } from './log.ts';
import { createInstruments } from './metrics/instruments.ts';
import { countSample, countSync, showLook } from './metrics/record.ts';
import { renderMetrics } from './metrics/render.ts';
import type { Standing } from './metrics/standing.ts';
import { startPipeline } from './pipeline.ts';
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
  const evaluate = remember(
    store,
    evaluateFrom(store, (type) => connectorKinds.has(type)),
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
  const onError = (what: string, error: unknown) => log.error({ event: 'defect', what, err: error });
  const collect = createCollect({
    store,
    writer: createWriter(store, { onFailure: (error) => onError('store', error) }),
    clock,
    outside,
    onKept: (sample) => countSample(instruments, sample),
    onSync: (target, result) => {
      countSync(instruments, target, result);
      if (!result.ok) log.warn({ event: 'sync-failed', source: target.key, error: result.error });
    },
    onLate: (lateMs) => instruments.schedulerLag.observe(Math.max(0, lateMs) / 1000),
  });
  const onLook = (look: Look) => {
    const { agreement, statement, occurrences } = look;
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
  const pipeline = await startPipeline({
    running,
    store,
    clock,
    targets: () =>
      targetsOf(running.current().agreements, { probes: probeKinds, connectors: connectorKinds }),
    collect,
    evaluate,
    onLook,
    onError,
  });
  const reload = async () => {
    const result = await running.reload();
    if (result.ok) {
      forgetGone(standings, running);
      await pipeline.reloaded();
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
      notReady: () => store.check().then(() => null, storageFault),
      reload,
      metrics: () => renderMetrics(instruments, [...standings.values()], system()),
      subscribe: live.subscribe,
      answered: (code, method) => instruments.httpRequests.inc({ code, method }),
    },
    version,
    (error) => onError('api', error),
  );
  const server = await startServer(app, environment.host, environment.collectorPort);
  listening.port = server.port;
  return {
    port: server.port,
    reload,
    async stop() {
      await server.close();
      await pipeline.stop();
      await store.close();
    },
  };
}

function forgetGone(standings: Map<string, Standing>, running: Running): void {
  const names = new Set(running.current().agreements.map(({ name }) => name));
  for (const name of standings.keys()) if (!names.has(name)) standings.delete(name);
}

function storageFault(error: unknown): string {
  return `the store cannot write: ${error instanceof Error ? error.message : String(error)}`;
}
