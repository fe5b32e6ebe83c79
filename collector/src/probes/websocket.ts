// One WebSocket connection to a partner's endpoint and, where the agreement asks for it, one message and the
// reply to it. Latency runs from the open connection to the handshake's end, or to the reply.
import { queryRule } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { hasSecretInQuery } from '@upheld/shared/agreement/secret-names';
import { z } from 'zod';
import type { EgressResponse } from '../egress.ts';
import { authorization } from '../egress/authorization.ts';
import {
  conversationTimeout,
  hold,
  longestConversationMs,
  unlessHeard,
} from '../egress/conversation-terms.ts';
import type { Conversation } from '../egress/conversation.ts';
import { lowerCased, requestHeaders } from '../egress/headers.ts';
import { statusOutcome } from '../egress/judge.ts';
import { isExpected, replyExpectation } from '../egress/reply-expectation.ts';
import { retryAfterMs } from '../egress/retry-after.ts';
import { faultOfTls, tlsExpectation } from '../egress/tls-expectation.ts';
import { tlsTerms } from '../egress/tls-terms.ts';
import { talkWebSocket, type WebSocketSaid } from '../egress/websocket.ts';
import type { Attempt, ProbeContext, ProbeKind } from './probe.ts';

const urlRule = such(
  'a URL starts with wss:// or ws:// and holds no password',
  'wss://api.example.com/events',
);
const sendRule = such('what is sent is text of 1 to 4000 characters', `'{"type":"ping"}'`);
const subprotocolRule = such('a subprotocol is a name without spaces', 'graphql-transport-ws');
const headersRule = such(
  'headers leave out those of the handshake: use',
  'subprotocol: graphql-transport-ws',
);
const tlsRule = such('only wss has TLS: use', 'wss://api.example.com/events');

const spec = part('the spec of a websocket source has a url', '{ url: "wss://api.example.com/events" }', {
  url: z
    .url({ protocol: /^wss?$/, error: urlRule, abort: true })
    .regex(/^[^/]+\/\/[^/?#@]+([/?][^#]*)?$/, { error: urlRule, abort: true })
    .refine((url) => !hasSecretInQuery(url), queryRule),
  headers: requestHeaders.refine(isNoHandshake, headersRule).default({}),
  timeout: conversationTimeout,
  auth: authorization.optional(),
  tls: tlsTerms.optional(),
  subprotocol: z
    .string(subprotocolRule)
    .regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, subprotocolRule)
    .optional(),
  /** Said once the connection is open; the reply is the first message that is as expected. */
  send: z.string(sendRule).min(1, sendRule).max(4000, sendRule).optional(),
  expect: part('expect has reply or tls', '{ reply: pong }', {
    reply: replyExpectation.optional(),
    tls: tlsExpectation.optional(),
  }).prefault({}),
}).refine(({ url, tls, expect }) => url.startsWith('wss:') || (tls ?? expect.tls) === undefined, {
  path: ['url'],
  error: tlsRule,
});

export type WebSocketSpec = z.output<typeof spec>;

/** The `websocket` source kind. */
export const websocket = {
  type: 'websocket',
  spec,
  longestMs: longestConversationMs,
  probe,
} satisfies ProbeKind<WebSocketSpec>;

async function probe(terms: WebSocketSpec, context: ProbeContext): Promise<Attempt> {
  const { url, headers, subprotocol, send, expect } = terms;
  let messages = 0;
  const isReply = (message: Buffer) => {
    messages += 1;
    return expect.reply === undefined || isExpected(expect.reply, message);
  };
  const waits = send !== undefined || expect.reply !== undefined;
  const held = await hold({ ...terms, ...placeOf(terms) }, context, async (connection, identity) => {
    const own = { ...lowerCased(headers), ...identity.headers };
    const asked = { url, headers: own, subprotocol, send, isReply: waits ? isReply : null };
    const { said, hangUp } = await talkWebSocket(connection, asked);
    if (said.status === 401) identity.refused();
    return { said: { ...said, tls: connection.tls }, hangUp };
  });
  if (!held.answered) return unlessHeard(held.attempt, messages > 0, 'no such reply came in time');
  return judge(terms, held.conversation, context);
}

type Said = WebSocketSaid & Pick<EgressResponse, 'tls'>;

function judge(
  { expect }: WebSocketSpec,
  { said, ...took }: Conversation<Said>,
  { now }: ProbeContext,
): Attempt {
  const { status, tls, fault } = said;
  const { phases, latencyMs } = took;
  const kept = { phases, status, seen: seenIn(said) };
  if (status !== 101) {
    return { ...statusOutcome(status, latencyMs), ...kept, error: `got status ${status}; expected 101` };
  }
  const tlsFault = faultOfTls(expect.tls ?? {}, tls, now());
  if (tlsFault !== null) return { outcome: 'bad', reason: 'tls', latencyMs, ...kept, error: tlsFault };
  if (fault === null) return { outcome: 'ok', reason: null, latencyMs, ...kept, error: null };
  return { outcome: 'bad', reason: 'expectation', latencyMs, ...kept, error: fault };
}

function seenIn({ tls, headers }: Said) {
  const restMs = retryAfterMs(headers);
  return {
    ...(tls === null ? {} : { certificateEndsAt: tls.expiresAt }),
    ...(restMs === null ? {} : { retryAfterMs: restMs }),
  };
}

/** Without `tls` a `wss` URL trusts the system's authorities. */
function placeOf({ url, tls }: WebSocketSpec) {
  const { hostname, port, protocol } = new URL(url);
  const isSecure = protocol === 'wss:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 443 : 80) : Number(port),
    tls: isSecure && (tls ?? true),
  };
}

function isNoHandshake(headers: Record<string, string>): boolean {
  return Object.keys(lowerCased(headers)).every((name) => !name.startsWith('sec-websocket-'));
}
