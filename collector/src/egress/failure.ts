// Who is to blame for a request without a response (trust.md 1.3, measurement.md section 2): the partner
// (bad), or this installation (not measured). Shared by every kind that asks over HTTP.
import type { BadReason, UnmeasuredReason } from '@upheld/shared/facts/sample';
import type { EgressError } from './request.ts';

export type Blame =
  | { outcome: 'bad'; reason: BadReason; latencyMs: null }
  | { outcome: 'unmeasured'; reason: UnmeasuredReason; latencyMs: null };

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
  // Our machine has no way out, or its firewall holds the request back.
  if (/^(ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EAFNOSUPPORT|EACCES|EPERM)$/.test(code)) return 'own-network';
  // A resolver that fails or never answers is our resolver; only its "no" is about the partner's name.
  return phase === 'dns' && !isNoSuchName(code) ? 'own-network' : null;
}

function theirReason({ code, phase }: EgressError): BadReason {
  if (isNoSuchName(code)) return 'dns';
  if (code === 'DEADLINE') return phase === 'connect' ? 'connect' : 'timeout';
  // Once a response has begun, whatever ends it early leaves a message cut short.
  if (/^(PROTOCOL|HPE_.*)$/.test(code) || phase === 'body') return 'protocol';
  if (/^E(CONN|HOST|PIPE|TIMEDOUT)/.test(code)) return 'connect';
  return phase === 'tls' || /SSL|TLS|CERT/.test(code) ? 'tls' : 'connect';
}

function isNoSuchName(code: string): boolean {
  return ['ENOTFOUND', 'ENODATA', 'ENONAME'].includes(code);
}
