// Who is to blame for a request without a response (trust.md 1.3, measurement.md section 2): the partner
// (bad), or this installation (not measured). Shared by every kind that asks over HTTP.
import type { BadReason, UnmeasuredReason } from '@upheld/shared/facts/sample';
import type { EgressError } from './request.ts';

export type Blame =
  | { outcome: 'bad'; reason: BadReason; latencyMs: null }
  | { outcome: 'unmeasured'; reason: UnmeasuredReason; latencyMs: null };

/** A name server that answered and did not answer the question (RFC 1035, 4.1.1). */
const nameServerFailure = /^E(SERVFAIL|REFUSED|NOTIMP|FORMERR)$/;

const ourWayOut = /^(RESOLVER|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EAFNOSUPPORT|EACCES|EPERM)$/;

/** Says whose fault it was and which reason of the closed lists names it. */
export function blame(error: EgressError): Blame {
  const ours = ourReason(error);
  if (ours !== null) return { outcome: 'unmeasured', reason: ours, latencyMs: null };
  return { outcome: 'bad', reason: theirReason(error), latencyMs: null };
}

function ourReason({ code, phase }: EgressError): UnmeasuredReason | null {
  // The agreement or the settings ask for what must not or cannot be sent.
  if (/^(POLICY|INVALID|BUDGET|ERR_INVALID_.*)$/.test(code)) return 'policy';
  // Our sockets, our memory or the partner's allowance are used up.
  if (/^(EMFILE|ENFILE|ENOBUFS|ENOMEM|NO_ROOM)$/.test(code)) return 'overloaded';
  // What shows who we are cannot be used, or the partner does not take it.
  if (code === 'CREDENTIALS') return 'credentials';
  // Our machine has no way out, its firewall holds the request back, or our resolvers disagree.
  if (ourWayOut.test(code)) return 'own-network';
  // A resolver that fails or never answers is our resolver; only its "no" is about the partner's name.
  return phase === 'dns' && !isNoSuchName(code) ? 'own-network' : null;
}

function theirReason({ code, phase }: EgressError): BadReason {
  if (isNoSuchName(code) || nameServerFailure.test(code)) return 'dns';
  if (code === 'REDIRECT') return 'redirect';
  if (code === 'DEADLINE') return phase === 'connect' ? 'connect' : 'timeout';
  // Once a response has begun, whatever ends it early leaves a message cut short.
  if (isMalformed(code) || phase === 'body') return 'protocol';
  if (/^E(CONN|HOST|PIPE|TIMEDOUT)/.test(code)) return 'connect';
  return phase === 'tls' || /SSL|TLS|CERT/.test(code) ? 'tls' : 'connect';
}

/** Whether `code` says that there is no such name, or no address for it; other codes of DNS are failures. */
export function isNoSuchName(code: string | null): boolean {
  return code !== null && ['ENOTFOUND', 'ENODATA', 'ENONAME'].includes(code);
}

/** Whether `code` says that the other side broke the rules of its protocol. */
export function isMalformed(code: string | null): boolean {
  return code !== null && /^(PROTOCOL|EBADRESP|HPE_.*)$/.test(code);
}
