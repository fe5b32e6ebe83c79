// The collector's HTTP interface: the versioned API, the operations, and how every error looks.
import { Hono } from 'hono';
import { openAPIRouteHandler } from 'hono-openapi';
import { agreementRoutes } from './agreements.ts';
import { heartbeatRoutes } from './heartbeats.ts';
import { failureRoutes } from './failures.ts';
import { liveRoutes } from './live.ts';
import { operationRoutes } from './operations.ts';
import { ProblemError, problemResponse } from './problem.ts';
import type { ApiEnv, ApiParts } from './readers.ts';
import { sameMachine } from './same-machine.ts';
import { sourceRoutes } from './sources.ts';
import { isStoreAway, storeAway } from './store-away.ts';
import { ticketRoutes } from './tickets.ts';
import { triggerRoutes } from './triggers.ts';
import { webhookRoutes } from './webhooks.ts';
import { whatIfRoutes } from './what-if.ts';
import { witnessRoutes } from './witnesses.ts';

const description =
  'Whether the promises of partnership agreements are kept. Instants are milliseconds since 1970, UTC; ratios are exact fractions.';

type LogError = (error: unknown) => void;

/** Builds the app of a process that judges; `logError` gets what no route expected. */
export function createApp(parts: ApiParts, version: string, logError: LogError) {
  const app = createOperationsApp(parts, logError);
  app.route('/api/v1', agreementRoutes());
  app.route('/api/v1', whatIfRoutes());
  app.route('/api/v1', failureRoutes());
  app.route('/api/v1', witnessRoutes());
  app.route('/api/v1', sourceRoutes());
  app.route('/api/v1', triggerRoutes());
  app.route('/api/v1', ticketRoutes());
  app.route('/api/v1', heartbeatRoutes(parts));
  app.route('/api/v1', webhookRoutes(parts));
  app.route('/api/v1', liveRoutes(parts));
  app.get(
    '/api/v1/openapi.json',
    openAPIRouteHandler(app, { documentation: { info: { title: 'Upheld', version, description } } }),
  );
  return app;
}

/** What every process answers: how it does, and how every error looks. */
export function createOperationsApp(parts: ApiParts, logError: LogError) {
  const app = new Hono<ApiEnv>();
  app.use(sameMachine);
  app.use(async (context, next) => {
    context.set('readers', parts.readersFor({ name: 'operator' }));
    await next();
    parts.answered(context.res.status, context.req.method);
    context.header('x-content-type-options', 'nosniff');
    context.header('cache-control', 'no-store');
  });
  app.onError((error, context) => {
    if (error instanceof ProblemError) return problemResponse(context, error.status, error.message);
    if (error instanceof RangeError) return problemResponse(context, 400, error.message);
    if (isStoreAway(error)) {
      context.header('retry-after', '5');
      return problemResponse(context, 503, storeAway);
    }
    logError(error);
    return problemResponse(
      context,
      500,
      'Something failed that should not; the log of the collector says what.',
    );
  });
  app.notFound((context) => problemResponse(context, 404, `There is nothing at ${context.req.path}`));
  app.route('/', operationRoutes(parts));
  return app;
}
