// What a process answers on its port: pages, partners and desks where it judges; Prometheus and operators everywhere.
import { createApp, createOperationsApp } from './api/app.ts';
import type { ApiParts } from './api/readers.ts';
import { startServer, type ApiServer } from './api/server.ts';
import { systemClock as clock } from './clock.ts';
import type { Made } from './composition.ts';
import { connectorKinds } from './connectors/registry.ts';
import { EnvironmentError, type Environment } from './environment.ts';
import { readFailedChecks } from './failed-checks.ts';
import { renderMetrics } from './metrics/render.ts';
import { clockOff } from './leases/store-clock.ts';
import { probeKinds } from './probes/registry.ts';
import { readSources } from './source-standings.ts';
import { standingTerms } from './source-terms.ts';
import { readStaleDesks } from './stale-desks.ts';
import { version } from './version.ts';
import { readWitnesses } from './witnesses.ts';

const measures = (type: string) => probeKinds.has(type) && probeKinds.get(type)?.feeds !== 'report';
const isPolled = (type: string) => connectorKinds.has(type);

/** Listens; throws an `EnvironmentError` where the port cannot be had. */
export async function answer(
  made: Made,
  reload: ApiParts['reload'],
  state: { isReady: boolean },
): Promise<ApiServer> {
  const { environment, log, listening, tasks } = made;
  const parts = apiParts(made, reload, state);
  const logError = (error: unknown) => log.error({ event: 'failed', what: 'api', err: error });
  const app = tasks.judges ? createApp(parts, version, logError) : createOperationsApp(parts, logError);
  try {
    const server = await startServer(app, environment.host, environment.collectorPort);
    listening.port = server.port;
    return server;
  } catch (error) {
    throw portFault(environment, error);
  }
}

function apiParts(made: Made, reload: ApiParts['reload'], state: { isReady: boolean }): ApiParts {
  const { running, store, instruments, live, observer, asking } = made;
  const { evaluate, questions, heartbeats, webhooks } = made;
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
      const leases = asking.standing();
      if (leases?.hasLooked === false) return 'it is not known yet which targets this process asks';
      if (leases?.clock.isOff === true) return clockOff(leases.clock.aheadMs);
      return store.check().then(() => null, storageFault);
    },
    reload,
    metrics: () => renderMetrics(instruments, observer.standings(), system(), asking.standing()),
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
