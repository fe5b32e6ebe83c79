// Changes as server-sent events: pages reload what changed, they are not sent figures.
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { ProblemError } from './problem.ts';
import type { ApiEnv, ApiParts, Change } from './readers.ts';

const heartbeatMs = 20_000;
const mostListeners = 1_000;

/** GET /events: `event: changed` with `{ agreement, asOf }`, and a comment as heartbeat. */
export function liveRoutes({ subscribe }: Pick<ApiParts, 'subscribe'>) {
  let listeners = 0;
  return new Hono<ApiEnv>().get('/events', (context) => {
    if (listeners >= mostListeners) throw new ProblemError(503, 'Too many listeners; reload the page later');
    listeners += 1;
    return streamSSE(context, async (stream) => {
      const write = (change: Change) =>
        void stream.writeSSE({ event: 'changed', data: JSON.stringify(change) });
      const unsubscribe = subscribe(write);
      const heartbeat = setInterval(() => void stream.write(': alive\n\n'), heartbeatMs);
      await stream.write(': connected\n\n');
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      clearInterval(heartbeat);
      unsubscribe();
      listeners -= 1;
    });
  });
}
