// One TCP connection to a partner's endpoint, with TLS or without, and what the server says first. Its
// latency runs from DNS to the open connection, TLS included; waiting for a banner is no part of it.
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { z } from 'zod';
import { connectionExpectation, hearBanner } from '../egress/banner.ts';
import type { Connection } from '../egress/connection.ts';
import {
  connectionTls,
  conversationTimeout,
  hold,
  longestConversationMs,
  unlessHeard,
} from '../egress/conversation-terms.ts';
import { host, port } from '../egress/host.ts';
import { faultOfTls } from '../egress/tls-expectation.ts';
import type { Attempt, ProbeContext, ProbeKind } from './probe.ts';

const tlsRule = such('only a connection with TLS has TLS to expect: use', 'tls: true');

const spec = part('the spec of a tcp source has a host and a port', '{ host: sftp.example.com, port: 22 }', {
  host: host('sftp.example.com'),
  port: port(22),
  tls: connectionTls.default(false),
  timeout: conversationTimeout,
  expect: connectionExpectation.prefault({}),
}).refine(({ tls, expect }) => expect.tls === undefined || tls !== false, { path: ['tls'], error: tlsRule });

export type TcpSpec = z.output<typeof spec>;

/** The `tcp` source kind. A TLS 1.3 server that refuses our certificate says so only with the banner. */
export const tcp = {
  type: 'tcp',
  spec,
  longestMs: longestConversationMs,
  probe,
} satisfies ProbeKind<TcpSpec>;

async function probe(terms: TcpSpec, context: ProbeContext): Promise<Attempt> {
  const { banner, tls: expectedTls = {} } = terms.expect;
  const held = await hold(terms, context, async (connection) => ({ said: await listen(connection, banner) }));
  if (!held.answered) {
    const isHeard = held.attempt.phases.body !== undefined;
    return unlessHeard(held.attempt, isHeard, 'the expected banner did not come in time');
  }
  const { connectedMs, tls, phases, isHeard } = held.conversation.said;
  const seen = tls === null ? {} : { certificateEndsAt: tls.expiresAt };
  const rest = { latencyMs: connectedMs, phases, status: null, seen };
  const tlsFault = faultOfTls(expectedTls, tls, context.now());
  if (tlsFault !== null) return { outcome: 'bad', reason: 'tls', ...rest, error: tlsFault };
  if (isHeard) return { outcome: 'ok', reason: null, ...rest, error: null };
  return {
    outcome: 'bad',
    reason: 'expectation',
    ...rest,
    error: 'the server did not say the expected banner',
  };
}

async function listen(connection: Connection, banner: string | undefined) {
  const { connectedMs, tls, phases, timeline } = connection;
  if (banner === undefined) return { connectedMs, tls, phases, isHeard: true };
  const isHeard = await hearBanner(connection, banner);
  return { connectedMs, tls, phases: timeline.phases, isHeard };
}
