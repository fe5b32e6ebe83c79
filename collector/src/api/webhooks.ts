// Where ticket desks tell that something changed. A delivery that is verified makes us read the desk, and no
// more; nothing of it is kept.
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { takeIn, unheard } from './calls.ts';
import { problem, reads } from './describe.ts';
import { problemResponse } from './problem.ts';
import type { ApiEnv, ApiParts } from './readers.ts';

const path = '/webhooks/:agreement/:source';

/** More than tickets hold that people write; what is longer is told by polling. */
const mostBytes = 1024 * 1024;

/** Bodies have to be whole before anybody knows who sent them: so many are held at once. */
const mostAtOnce = 16;

const described = describeRoute({
  summary: 'Takes a webhook of the ticket desk that this source reads',
  description: 'Verified by the scheme and the secrets that `webhook` in the spec of the source names.',
  responses: {
    200: { description: 'The delivery is taken; one that was taken before comes to nothing' },
    400: problem('The delivery was signed more than 5 minutes ago, or its body ended before it was whole'),
    401: problem('The delivery is not signed with a secret of this source, or was signed in the future'),
    404: problem('No source takes webhooks here'),
    413: problem('The body is longer than 1 MiB'),
    503: problem('The secrets of this source are missing here, or too many deliveries come at once'),
  },
});

const source = z.object({ agreement: z.string(), source: z.string() });

/** POST /webhooks/:agreement/:source. */
export function webhookRoutes({ receptionOf }: Pick<ApiParts, 'receptionOf'>) {
  let underWay = 0;
  return new Hono<ApiEnv>()
    .post(path, described, reads('param', source), async (context) => {
      const reception = receptionOf(context.req.valid('param'));
      if (reception === null) return unheard(context, 404, 'No source takes webhooks here');
      if (underWay >= mostAtOnce) {
        reception.unread();
        return unheard(context, 503, 'Too many deliveries come at once');
      }
      underWay += 1;
      const chunks: Uint8Array[] = [];
      const body = await takeIn(context.req.raw, mostBytes, (chunk) => chunks.push(chunk));
      underWay -= 1;
      if (body !== 'whole') {
        reception.unread();
        return unheard(context, body === 'long' ? 413 : 400, bodyWords[body]);
      }
      const taken = reception.take({ headers: context.req.raw.headers, body: Buffer.concat(chunks) });
      return taken.ok ? context.body(null, 200) : problemResponse(context, taken.status, taken.words);
    })
    .all(path, notAllowed);
}

const bodyWords = { long: 'A body has at most 1 MiB', cut: 'The body ended before it was whole' };

function notAllowed(context: Context): Response {
  context.header('allow', 'POST');
  return problemResponse(context, 405, 'A webhook is sent with POST');
}
