// What the kinds have in common that speak on a connection of their own: whom they reach, how long that may
// take, and an attempt that has ended where nobody answers.
import { timeout } from '@upheld/shared/agreement/fields';
import { such } from '@upheld/shared/agreement/rule';
import { milliseconds } from '@upheld/shared/time/duration';
import { z } from 'zod';
import { requestsOf, type Authorization } from './authorization.ts';
import type { Connection } from './connection.ts';
import { converse, type Conversation, type Talk } from './conversation.ts';
import type { Credentials, Identity } from './credentials.ts';
import { dnsName } from './host.ts';
import type { Egress } from './request.ts';
import { tlsTerms } from './tls-terms.ts';
import { unanswered, withoutCredentials, type Unanswered } from './unanswered.ts';

/** For all of it, from DNS to the hanging up. */
export const conversationTimeout = timeout('10s').default('10s');

/** `serverName` is the name that the certificate has to be for, where it is not the host's. */
const tlsOfConnection = tlsTerms.safeExtend({ serverName: dnsName('sftp.example.com').optional() });

/** `tls` where no URL tells whether there is TLS. */
export const connectionTls = z.union(
  [z.boolean(), tlsOfConnection],
  such('tls is true or false, or has ca, certificate and key, or serverName', 'true'),
);

export type ConnectionTls = z.output<typeof connectionTls>;

/** What conversing needs of the process. */
export type ConversationContext = { egress: Pick<Egress, 'connect'>; credentials: Credentials };

export type ConversationTerms = {
  host: string;
  port: number;
  /** False or absent for a plain connection. */
  tls?: ConnectionTls | undefined;
  alpn?: string[];
  timeout: string;
  auth?: Authorization | undefined;
};

export type Held<Said> =
  { answered: true; conversation: Conversation<Said> } | { answered: false; attempt: Unanswered };

type Proven = Extract<Identity, { ok: true }>;

/** How long one conversation takes at most, in milliseconds; what `auth` has to ask for first has the same time. */
export function longestConversationMs({
  timeout,
  auth,
}: Pick<ConversationTerms, 'timeout' | 'auth'>): number {
  return milliseconds(timeout) * (1 + requestsOf(auth));
}

/** Converses once. Whatever the partner does is an outcome; only defects reject. */
export async function hold<Said>(
  terms: ConversationTerms,
  { egress, credentials }: ConversationContext,
  talk: (connection: Connection, identity: Proven) => ReturnType<Talk<Said>>,
): Promise<Held<Said>> {
  const { host, port, tls, auth } = terms;
  const deadlineMs = milliseconds(terms.timeout);
  const own = typeof tls === 'object' ? tls : undefined;
  const identity = await credentials({ url: addressOf(terms), auth, tls: own }, deadlineMs);
  if (!identity.ok) return { answered: false, attempt: withoutCredentials(identity) };
  const asked = {
    ...{ host, port, deadlineMs },
    tls: tls === undefined || tls === false ? null : tlsFor(terms, own?.serverName, identity),
  };
  try {
    const conversation = await converse(egress, asked, (connection) => talk(connection, identity));
    return { answered: true, conversation };
  } catch (error) {
    return { answered: false, attempt: unanswered(error) };
  }
}

/** As a URL, which tells one partner from another. */
function addressOf({ host, port, tls }: ConversationTerms): string {
  const scheme = tls === undefined || tls === false ? 'http' : 'https';
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function tlsFor({ alpn }: ConversationTerms, serverName: string | undefined, { tls }: Proven) {
  return { ...tls, serverName, ...(alpn === undefined ? {} : { alpn }) };
}

/** The attempt; with a failed expectation in place of a timeout where something was heard that did not do. */
export function unlessHeard(attempt: Unanswered, isHeard: boolean, error: string): Unanswered {
  if (attempt.reason !== 'timeout' || !isHeard) return attempt;
  return { ...attempt, outcome: 'bad', reason: 'expectation', latencyMs: null, error };
}
