// What operators and Prometheus ask of the process itself.
import { Hono } from 'hono';
import { problemResponse } from './problem.ts';
import type { ApiEnv, ApiParts } from './readers.ts';

/** /-/healthy, /-/ready, POST /-/reload and /metrics. */
export function operationRoutes({ notReady, reload, metrics }: ApiParts) {
  return new Hono<ApiEnv>()
    .get('/-/healthy', (context) => context.text('healthy\n'))
    .get('/-/ready', async (context) => {
      const reason = await notReady();
      return reason === null ? context.text('ready\n') : problemResponse(context, 503, reason);
    })
    .post('/-/reload', async (context) => {
      const result = await reload();
      if (result.ok) return context.text('reloaded\n');
      const detail = `The running agreements stay in force. Faults:\n${result.faults.join('\n')}`;
      return problemResponse(context, 400, detail);
    })
    .get('/metrics', async (context) => {
      const { contentType, text } = await metrics();
      return context.body(text, 200, { 'content-type': contentType });
    });
}
