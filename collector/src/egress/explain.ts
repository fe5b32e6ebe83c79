// Turns whatever a request failed with into an EgressError: node:http's code, the phase, the time spent.
// Nothing that the other side wrote is quoted.
import { codeOf, tlsReason } from './error-code.ts';
import { EgressError } from './request.ts';
import type { Timeline } from './timeline.ts';

/** Refusals that are nobody's fault but the redirect's, once one has led here. */
const refused = /^(POLICY|INVALID|ERR_INVALID_.*)$/;

/**
 * The TLS alerts by which a server refuses a client's certificate, or the lack of one (RFC 8446, 6.2; TLS 1.2
 * has only handshake_failure for the lack, RFC 5246, 7.4.6). Before keys are agreed it has seen none of ours.
 */
const certificateAlert =
  /^ERR_SSL_.*_ALERT_(HANDSHAKE_FAILURE|(BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN|REQUIRED)|UNKNOWN_CA|ACCESS_DENIED)$/;

/** `deadlineMs` is given when the deadline ended the request, which node-fetch tells as a mere abort. */
export function explain(error: unknown, timeline: Timeline, deadlineMs: number | null): EgressError {
  const { phase, phases, hops } = timeline;
  timeline.finish();
  const at = { phase, phases };
  if (deadlineMs !== null) {
    return new EgressError('DEADLINE', `no complete answer within ${deadlineMs} ms`, at, { cause: error });
  }
  // What the socket said beats node-fetch's wrapping, which names the whole URL and drops a group's errors.
  const cause = timeline.error ?? error;
  const code = codeOf(cause) ?? 'INVALID';
  if (timeline.keysAgreed && certificateAlert.test(code)) {
    const words = `the server wants a client certificate that it accepts: ${tlsReason(cause) ?? code}`;
    return new EgressError('CREDENTIALS', words, at, { cause });
  }
  if (hops === 0) return new EgressError(code, wordsOf(cause), at, { cause });
  if (!refused.test(code)) return new EgressError(code, wordsAfter(hops, cause), at, { cause });
  return new EgressError('REDIRECT', 'a redirect led to where nobody may be asked', at, { cause });
}

/** The name and the address that a redirect led to are the partner's words. */
function wordsAfter(hops: number, cause: unknown): string {
  if (cause instanceof EgressError && cause.code !== 'RESOLVER') return cause.message;
  return `the request failed after ${hops} redirect${hops === 1 ? '' : 's'}`;
}

function wordsOf(error: unknown): string {
  // All addresses of a name failed: Node gives one error each and no words for the group.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(wordsOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  // Node's words list every name in the certificate.
  if (codeOf(error) === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'the certificate is for other hosts';
  const reason = tlsReason(error);
  return reason === null ? error.message : `TLS failed: ${reason}`;
}
