// A partner and a ticket desk in one server on loopback, driven by a script. The demo drives it by the
// story of script.ts; a test gives a world of its own and changes it over `control.ts`.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Instant } from '@upheld/shared/time/instant';
import { answerControl } from './control.ts';
import type { Overrides } from './control.ts';
import { answerDesk } from './desk.ts';
import { answerPartner, sendJson } from './partner.ts';
import type { EndpointName } from './endpoints.ts';
import type { Behaviour } from './script.ts';
import { answerStatusPage } from './status-page.ts';

export type World = {
  behaviourAt(endpoint: EndpointName, at: Instant): Behaviour;
  /** Every ticket event that the desk knows of at an instant. */
  eventsUntil(at: Instant): TicketEvent[];
};

export type Simulator = { port: number; url: string; close(): Promise<void> };

/** A world in which nothing fails and nobody asks for help. */
export const quietWorld: World = {
  behaviourAt: () => ({ fault: null, latencyMs: 1 }),
  eventsUntil: () => [],
};

/** Starts on loopback; port 0 takes a free one. Rejects when the port cannot be had. */
export async function startSimulator(
  world: World,
  port = 0,
  token: string | null = null,
): Promise<Simulator> {
  const overrides: Overrides = { behaviour: new Map(), events: [] };
  const server = createServer((request, response) => {
    answer(request, response, world, overrides, token).catch((error: unknown) => {
      sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
    });
  });
  await listen(server, port);
  const actual = portOf(server);
  return { port: actual, url: `http://127.0.0.1:${actual}`, close: () => close(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  world: World,
  overrides: Overrides,
  token: string | null,
): Promise<void> {
  const behaviourOf = (endpoint: EndpointName) =>
    overrides.behaviour.get(endpoint) ?? world.behaviourAt(endpoint, Date.now());
  const events = () => [...world.eventsUntil(Date.now()), ...overrides.events].sort((a, b) => a.at - b.at);
  const handled =
    answerDesk(request, response, events) ||
    answerStatusPage(request, response, Date.now()) ||
    (await answerControl(request, response, overrides)) ||
    (await answerPartner(request, response, behaviourOf, token));
  if (!handled) sendJson(response, 404, { error: `no ${request.method} ${request.url} here` });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The simulator does not listen on a port.');
  }
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
