// Where batch jobs and webhook senders of partners call us. What they send is counted and thrown away: that
// they called, and when, is all there is to know.
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { takeIn, unheard } from './calls.ts';
import { problem, reads } from './describe.ts';
import { ProblemError, problemResponse } from './problem.ts';
import type { ApiEnv, ApiParts } from './readers.ts';

const path = '/heartbeats/:token';
const methods = ['GET', 'POST'];
const mostBytes = 64 * 1024;
const forget = () => undefined;

const described = describeRoute({
  summary: 'Takes a heartbeat of the source that has this token',
  responses: {
    204: { description: 'The heartbeat is kept' },
    400: problem('The body ended before it was whole'),
    404: problem('No source has this token'),
    413: problem('The body is longer than 64 KiB'),
    503: problem('The heartbeat could not be stored and has to be sent again'),
  },
});

/** GET and POST /heartbeats/:token. Calls that cannot be taken are answered the same for every token. */
export function heartbeatRoutes({ knowsBeat, beat }: Pick<ApiParts, 'knowsBeat' | 'beat'>) {
  return new Hono<ApiEnv>()
    .on(methods, path, described, reads('param', z.object({ token: z.string() })), async (context) => {
      // A router takes HEAD for GET, but whoever only looks has done no work.
      if (!methods.includes(context.req.method)) return notAllowed(context);
      const { token } = context.req.valid('param');
      if (!knowsBeat(token)) return unheard(context, 404, unknownToken);
      const body = await takeIn(context.req.raw, mostBytes, forget);
      if (body !== 'whole') return unheard(context, body === 'long' ? 413 : 400, bodyWords[body]);
      const received = await beat(token);
      if (received === 'unknown') throw new ProblemError(404, unknownToken);
      if (received === 'refused') {
        throw new ProblemError(503, 'The heartbeat could not be stored; send it again');
      }
      return context.body(null, 204);
    })
    .all(path, notAllowed);
}

const unknownToken = 'There is no heartbeat with this token';
const bodyWords = { long: 'A body has at most 64 KiB', cut: 'The body ended before it was whole' };

function notAllowed(context: Context): Response {
  context.header('allow', methods.join(', '));
  return problemResponse(context, 405, 'A heartbeat is sent with GET or POST');
}
