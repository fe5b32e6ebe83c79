// One DNS question about a partner's name, and whether the answer holds what the agreement expects. Without
// `server` our own name servers are asked, and what they fail to answer is our fault, not measured; a `server`
// that the agreement names is the partner's: its silence is a timeout, its refusal to answer bad (dns).
import { oneOf, timeout } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { milliseconds } from '@upheld/shared/time/duration';
import { z } from 'zod';
import { readServer, recordTypes } from '../egress/dns.ts';
import { dnsExpectation, faultOfRecords } from '../egress/dns-expectation.ts';
import { dnsName } from '../egress/host.ts';
import { unanswered } from '../egress/unanswered.ts';
import type { Attempt, ProbeContext, ProbeKind } from './probe.ts';

const serverRule = such('a server is an address, with a port or without', '192.0.2.53');

const spec = part('the spec of a dns source has a name', '{ name: api.example.com }', {
  name: dnsName('api.example.com'),
  record: oneOf(recordTypes).default('A'),
  server: z
    .string(serverRule)
    .refine((text) => readServer(text) !== null, { error: serverRule, abort: true })
    .optional(),
  timeout: timeout('5s').default('5s'),
  expect: dnsExpectation.prefault({}),
});

export type DnsSpec = z.output<typeof spec>;

/** The `dns` source kind. */
export const dns = { type: 'dns', spec, longestMs, probe } satisfies ProbeKind<DnsSpec>;

function longestMs({ timeout }: DnsSpec): number {
  return milliseconds(timeout);
}

async function probe(terms: DnsSpec, { egress }: ProbeContext): Promise<Attempt> {
  const { name, record: type, server, expect } = terms;
  try {
    const answer = await egress.query({ name, type, server, deadlineMs: longestMs(terms) });
    const { records, latencyMs, phases } = answer;
    const fault = faultOfRecords(expect, type, records);
    if (fault === null) return { outcome: 'ok', reason: null, latencyMs, phases, status: null, error: null };
    return { outcome: 'bad', reason: 'expectation', latencyMs, phases, status: null, error: fault };
  } catch (error) {
    return unanswered(error);
  }
}
