// One call of grpc.health.v1.Health/Check, and what the server says of itself. A service that the server does
// not know (NOT_FOUND) is bad, as a 404 is. A server without health checks (UNIMPLEMENTED) is not measured
// (policy): the agreement asks for what the partner does not offer (prometheus.md section 5).
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { BadReason, Outcome } from '@upheld/shared/facts/sample';
import type { ReportedStatus, StatusReport } from '@upheld/shared/facts/status-report';
import { milliseconds } from '@upheld/shared/time/duration';
import { z } from 'zod';
import type { EgressResponse } from '../egress.ts';
import { authorization } from '../egress/authorization.ts';
import {
  connectionTls,
  conversationTimeout,
  hold,
  longestConversationMs,
} from '../egress/conversation-terms.ts';
import { callUnary } from '../egress/grpc.ts';
import { messageIn, type GrpcAnswer } from '../egress/grpc-answer.ts';
import { nameOfCode, outcomeOfCode } from '../egress/grpc-status.ts';
import { lowerCased, requestHeaders } from '../egress/headers.ts';
import { readStatus, writeRequest, type ServingStatus } from '../egress/health-check.ts';
import { hostAndPort, readHostAndPort } from '../egress/host.ts';
import { statusOutcome } from '../egress/judge.ts';
import type { Attempt, ProbeContext, ProbeKind } from './probe.ts';

const serviceRule = such('a service is a name of gRPC, empty for the whole server', 'orders.v1.Orders');

const spec = part('the spec of a grpc-health source has a target', '{ target: "api.example.com:443" }', {
  target: hostAndPort('api.example.com:443'),
  service: z
    .string(serviceRule)
    .regex(/^[\w./-]{0,200}$/, serviceRule)
    .default(''),
  tls: connectionTls.default(true),
  timeout: conversationTimeout,
  /** Sent as metadata. */
  headers: requestHeaders.default({}),
  auth: authorization.optional(),
});

export type GrpcHealthSpec = z.output<typeof spec>;

/** The `grpc-health` source kind. */
export const grpcHealth = {
  type: 'grpc-health',
  spec,
  longestMs: longestConversationMs,
  probe,
} satisfies ProbeKind<GrpcHealthSpec>;

const path = '/grpc.health.v1.Health/Check';

const reports: Record<ServingStatus, ReportedStatus> = {
  SERVING: 'operational',
  NOT_SERVING: 'major_outage',
  UNKNOWN: 'unknown',
  SERVICE_UNKNOWN: 'unknown',
};

async function probe(terms: GrpcHealthSpec, context: ProbeContext): Promise<Attempt> {
  const { target, service } = terms;
  const call = {
    authority: target,
    path,
    message: writeRequest(service),
    timeoutMs: milliseconds(terms.timeout),
  };
  const held = await hold(
    { ...terms, ...placeOf(target), alpn: ['h2'] },
    context,
    async (connection, identity) => {
      const headers = { ...lowerCased(terms.headers), ...identity.headers };
      const { said, hangUp } = await callUnary(connection, { ...call, headers });
      if (said.status === 401 || nameOfCode(said.code ?? 0) === 'UNAUTHENTICATED') identity.refused();
      return { said: { ...said, tls: connection.tls }, hangUp };
    },
  );
  if (!held.answered) return held.attempt;
  const { said, latencyMs, phases } = held.conversation;
  const { outcome, error, report } = judge(said, latencyMs);
  const status = said.code === null || said.code === 0 ? said.status : null;
  return { ...outcome, phases, status, error, seen: { ...certificateIn(said), ...report } };
}

type Judgement = { outcome: Outcome; error: string | null; report?: { report: StatusReport } };

function judge({ status, code, body }: GrpcAnswer, latencyMs: number): Judgement {
  if (code === null) {
    return { outcome: statusOutcome(status, latencyMs), error: `got HTTP status ${status}; expected 200` };
  }
  if (code !== 0) {
    return { outcome: outcomeOfCode(code, latencyMs), error: `got gRPC status ${nameOfCode(code)}` };
  }
  const message = messageIn(body);
  const serving = message === null ? null : readStatus(message);
  if (serving === null) return bad('protocol', 'the answer is no health check response', latencyMs);
  const report = { report: { status: reports[serving], maintenance: [] } };
  if (serving === 'SERVING') {
    return { outcome: { outcome: 'ok', reason: null, latencyMs }, error: null, report };
  }
  return { ...bad('expectation', `the server says ${serving}`, latencyMs), report };
}

function bad(reason: BadReason, error: string, latencyMs: number): Judgement {
  return { outcome: { outcome: 'bad', reason, latencyMs }, error };
}

function certificateIn({ tls }: Pick<EgressResponse, 'tls'>) {
  return tls === null ? {} : { certificateEndsAt: tls.expiresAt };
}

function placeOf(target: string): { host: string; port: number } {
  const place = readHostAndPort(target);
  if (place === null) throw new TypeError('The schema lets no such target pass.');
  return place;
}
