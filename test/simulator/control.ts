// What a test may change while the simulator runs: `POST /script` overrides one endpoint until it is
// overridden again, `POST /desk/events` adds to what the desk tells.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import { sendJson } from './partner.ts';
import { endpoints } from './endpoints.ts';
import type { EndpointName } from './endpoints.ts';
import type { Behaviour } from './script.ts';

export type Overrides = { behaviour: Map<EndpointName, Behaviour>; events: TicketEvent[] };

const names = Object.keys(endpoints).filter((name): name is EndpointName => name in endpoints);

/** `behaviour: null` gives the endpoint back to the script. */
const scriptSchema = z.strictObject({
  endpoint: z.enum(names),
  behaviour: z
    .strictObject({
      fault: z.enum(['unavailable', 'failing', 'hung']).nullable(),
      latencyMs: z.number().min(0),
    })
    .nullable(),
});

const at = z.int();
const ticket = z.string();
const eventSchema = z.union([
  z.strictObject({ ticket, at, type: z.enum(['opened', 'severity-changed']), severity: z.int() }),
  z.strictObject({
    ticket,
    at,
    type: z.literal('public-reply'),
    actor: z.enum(['supplier', 'reporter', 'bot']),
    autoSubmitted: z.boolean(),
  }),
  z.strictObject({ ticket, at, type: z.literal('merged-into'), into: ticket }),
  z.strictObject({
    ticket,
    at,
    type: z.enum(['note', 'waiting-on-reporter', 'waiting-ended', 'resolved', 'reopened']),
  }),
]);

/** Takes an override; false when the path is none of the control's. A body that is no override answers 400. */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  overrides: Overrides,
): Promise<boolean> {
  const route = `${request.method} ${request.url}`;
  if (route !== 'POST /script' && route !== 'POST /desk/events') return false;
  const body: unknown = JSON.parse(await text(request));
  const fault = route === 'POST /script' ? takeScript(body, overrides) : takeEvents(body, overrides);
  sendJson(response, fault === null ? 200 : 400, fault === null ? {} : { error: fault });
  return true;
}

function takeScript(body: unknown, { behaviour }: Overrides): string | null {
  const parsed = scriptSchema.safeParse(body);
  if (!parsed.success) return z.prettifyError(parsed.error);
  if (parsed.data.behaviour === null) behaviour.delete(parsed.data.endpoint);
  else behaviour.set(parsed.data.endpoint, parsed.data.behaviour);
  return null;
}

function takeEvents(body: unknown, { events }: Overrides): string | null {
  const parsed = z.array(eventSchema).safeParse(body);
  if (!parsed.success) return z.prettifyError(parsed.error);
  events.push(...parsed.data);
  return null;
}
