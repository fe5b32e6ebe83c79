import { describe, expect, it } from 'vitest';
import { EgressError } from '@upheld/collector/egress';
import type { Phase } from '@upheld/collector/egress';
import { blame } from '@upheld/collector/egress/failure';

describe('who is to blame for a request without a response', () => {
  // trust.md 1.3 and measurement.md section 2.
  it.each<[string, Phase | null, string]>([
    ['POLICY', null, 'unmeasured policy'],
    ['INVALID', 'connect', 'unmeasured policy'],
    ['ERR_INVALID_CHAR', 'dns', 'unmeasured policy'],
    ['EMFILE', 'connect', 'unmeasured overloaded'],
    ['EADDRNOTAVAIL', 'connect', 'unmeasured own-network'],
    ['ENETUNREACH', 'connect', 'unmeasured own-network'],
    ['EPERM', 'connect', 'unmeasured own-network'],
    ['EAI_AGAIN', 'dns', 'unmeasured own-network'],
    ['EMFILE', 'dns', 'unmeasured overloaded'],
    ['DEADLINE', 'dns', 'unmeasured own-network'],
    ['ENOTFOUND', 'dns', 'bad dns'],
    ['DEADLINE', 'connect', 'bad connect'],
    ['DEADLINE', 'tls', 'bad timeout'],
    ['DEADLINE', 'firstByte', 'bad timeout'],
    ['DEADLINE', 'body', 'bad timeout'],
    ['ECONNREFUSED', 'connect', 'bad connect'],
    ['EHOSTUNREACH', 'connect', 'bad connect'],
    ['ETIMEDOUT', 'connect', 'bad connect'],
    ['ECONNRESET', 'tls', 'bad connect'],
    ['ECONNRESET', 'firstByte', 'bad connect'],
    ['EPIPE', 'firstByte', 'bad connect'],
    ['ECONNRESET', 'body', 'bad protocol'],
    ['ERR_STREAM_PREMATURE_CLOSE', 'body', 'bad protocol'],
    ['HPE_INVALID_CONSTANT', 'firstByte', 'bad protocol'],
    ['PROTOCOL', 'firstByte', 'bad protocol'],
    ['CERT_HAS_EXPIRED', 'tls', 'bad tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', 'bad tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', 'bad tls'],
    ['ERR_SSL_SSL_TLS_ALERT_HANDSHAKE_FAILURE', 'tls', 'bad tls'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls', 'bad tls'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tls', 'bad tls'],
    ['CREDENTIALS', null, 'unmeasured credentials'],
    ['RESOLVER', 'dns', 'unmeasured own-network'],
    ['ESERVFAIL', 'dns', 'unmeasured own-network'],
    ['REDIRECT', 'body', 'bad redirect'],
  ])('%s in the phase %s is %s', (code, phase, expected) => {
    const { outcome, reason, latencyMs } = blame(new EgressError(code, 'words', { phase, phases: {} }));
    expect(`${outcome} ${reason}`).toBe(expected);
    expect(latencyMs).toBeNull();
  });
});
