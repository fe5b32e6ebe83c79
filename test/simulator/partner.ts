// The simulated partner's endpoints: each answers as the script tells it to at that instant.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { EndpointName } from './endpoints.ts';
import type { Behaviour } from './script.ts';

type Answer = { endpoint: EndpointName; healthy: unknown; failing: unknown; needsToken?: boolean };

const health = { healthy: { status: 'pass' }, failing: { status: 'fail' } };

const answers: Record<string, Answer> = {
  'GET /v1/orders/health': { endpoint: 'orders', ...health, needsToken: true },
  'POST /graphql': {
    endpoint: 'catalog',
    healthy: { data: { ping: 'pong' } },
    failing: { errors: [{ message: 'the catalogue is being rebuilt' }] },
  },
  'GET /v1/payments/health': { endpoint: 'payments', ...health },
  'GET /v1/tiles/health': { endpoint: 'tiles', ...health },
};

/** How long `GET /slow` takes: longer than any sensible timeout of a test, shorter than the default one. */
const slowMs = 3_000;

/**
 * Answers a request to one of the partner's endpoints; false when the path is none of them. With a
 * `token`, the orders API wants it as a bearer token and answers 401 without.
 */
export async function answerPartner(
  request: IncomingMessage,
  response: ServerResponse,
  behaviourOf: (endpoint: EndpointName) => Behaviour,
  token: string | null,
): Promise<boolean> {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /slow') {
    await wait(slowMs);
    sendJson(response, 200, { status: 'pass' });
    return true;
  }
  const answer = answers[route];
  if (answer === undefined) return false;
  if (answer.needsToken && token !== null && request.headers.authorization !== `Bearer ${token}`) {
    sendJson(response, 401, { error: 'a bearer token is needed' });
    return true;
  }
  await behave(response, answer, behaviourOf(answer.endpoint));
  return true;
}

async function behave(
  response: ServerResponse,
  answer: Answer,
  { fault, latencyMs }: Behaviour,
): Promise<void> {
  // A hung endpoint holds the connection and says nothing; the asker's deadline ends it.
  if (fault === 'hung') return;
  await wait(latencyMs);
  if (fault === 'unavailable') return sendJson(response, 503, { error: 'out of service' });
  sendJson(response, 200, fault === 'failing' ? answer.failing : answer.healthy);
}

/** Sends `body` as JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
