// Where ticket desks tell that something changed. A delivery that is verified makes us read the desk, and no
// more; nothing of it is kept.
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Reception } from '../webhooks/receiving.ts';
import { takeIn, unheard } from './calls.ts';
import { problem, reads } from './describe.ts';
import { problemResponse } from './problem.ts';
import type { ApiEnv, ApiParts } from './readers.ts';

const path = '/webhooks/:agreement/:source';

/** More than tickets hold that people write; what is longer is told by polling. */
const mostBytes = 1024 * 1024;

const described = describeRoute({
  summary: 'Takes a webhook of the ticket desk that this source reads',
  description: 'Verified by the scheme and the secrets that `webhook` in the spec of the source names.',
  responses: {
    200: { description: 'The delivery is taken; one that was taken before comes to nothing' },
    400: problem('The delivery was signed more than 5 minutes ago, or its body ended before it was whole'),
    401: problem('The delivery is not signed with a secret of this source, or was signed in the future'),
    404: problem('No source takes webhooks here'),
    408: problem('The body was not whole within 5 seconds'),
    413: problem('The body is longer than 1 MiB'),
    503: problem('The secrets of this source are missing here, or too many deliveries come at once'),
  },
});

const source = z.object({ agreement: z.string(), source: z.string() });

/** POST /webhooks/:agreement/:source. */
export function webhookRoutes({ receptionOf }: Pick<ApiParts, 'receptionOf'>) {
  return new Hono<ApiEnv>()
    .post(path, described, reads('param', source), async (context) => {
      const reception = receptionOf(context.req.valid('param'));
      if (reception === null) return unheard(context, 404, 'No source takes webhooks here');
      const body = await bodyOf(context.req.raw, reception);
      if (typeof body === 'string') {
        reception.unread();
        const { status, words } = unreadBodies[body];
        return unheard(context, status, words);
      }
      const taken = reception.take({ headers: context.req.raw.headers, body });
      return taken.ok ? context.body(null, 200) : problemResponse(context, taken.status, taken.words);
    })
    .all(path, notAllowed);
}

/** Why there is no body to verify. */
const unreadBodies = {
  crowded: { status: 503, words: 'Too many deliveries come at once' },
  late: { status: 408, words: 'A body has to be whole within 5 seconds' },
  long: { status: 413, words: 'A body has at most 1 MiB' },
  cut: { status: 400, words: 'The body ended before it was whole' },
} as const;

/** What comes after it is late is thrown away, until the connection ends with the answer. */
async function bodyOf(request: Request, reception: Reception): Promise<Buffer | keyof typeof unreadBodies> {
  const place = reception.enter();
  if (place === null) return 'crowded';
  const chunks: Uint8Array[] = [];
  const taken = await Promise.race([takeIn(request, mostBytes, (chunk) => chunks.push(chunk)), place.late]);
  place.leave();
  return taken === 'whole' ? Buffer.concat(chunks) : taken;
}

function notAllowed(context: Context): Response {
  context.header('allow', 'POST');
  return problemResponse(context, 405, 'A webhook is sent with POST');
}
