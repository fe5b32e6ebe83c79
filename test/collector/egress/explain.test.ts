import { describe, expect, it } from 'vitest';
import { EgressError } from '@upheld/collector/egress';
import { explain } from '@upheld/collector/egress/explain';
import { Timeline } from '@upheld/collector/egress/timeline';

function failed(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

/** What Node gives where a name has several addresses and none could be reached. */
function group(...codes: string[]): Error {
  return Object.assign(new AggregateError(codes.map(failed), ''), { code: codes[0] });
}

describe('the explanation of a failed request', () => {
  it.each([
    [['ENETUNREACH', 'ECONNREFUSED'], 'ECONNREFUSED'],
    [['EADDRNOTAVAIL', 'ETIMEDOUT'], 'ETIMEDOUT'],
    [['ECONNREFUSED', 'ENETUNREACH'], 'ECONNREFUSED'],
    [['ENETUNREACH', 'EADDRNOTAVAIL'], 'ENETUNREACH'],
  ])('takes of %j the word of an address that we have a route to', (codes, code) => {
    const error = explain(group(...codes), new Timeline('connect'), null);
    expect(error.code).toBe(code);
    expect(error.message).toBe(codes.map((one) => `connect ${one}`).join('; '));
  });

  it('takes the word of the socket over that of its wrapping, and keeps it as the cause', () => {
    const timeline = new Timeline('connect');
    timeline.error = failed('ECONNRESET');
    const error = explain(new Error('request to http://a.example/?token=x failed'), timeline, null);
    expect(error).toMatchObject({ code: 'ECONNRESET', message: 'connect ECONNRESET', cause: timeline.error });
  });

  it('is about the deadline where that ended the request, whatever else was said', () => {
    const error = explain(failed('ECONNRESET'), new Timeline('tls'), 500);
    expect(error).toMatchObject({
      code: 'DEADLINE',
      phase: 'tls',
      message: 'no complete answer within 500 ms',
    });
  });

  it('is that the request is invalid where nothing has a code', () => {
    expect(explain(new TypeError('no'), new Timeline('dns'), null)).toMatchObject({
      code: 'INVALID',
      message: 'no',
    });
  });

  it('quotes no name of a certificate and no place in OpenSSL', () => {
    const altname = Object.assign(new Error("Host: a. is not in the cert's altnames: DNS:secret.example"), {
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    expect(explain(altname, new Timeline('tls'), null).message).toBe('the certificate is for other hosts');
    const words =
      'write EPROTO 40E3:error:0A000418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca:rec.c:918:SSL alert number 48';
    const alert = Object.assign(new Error(words), { code: 'EPROTO' });
    expect(explain(alert, new Timeline('tls'), null)).toMatchObject({
      code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
      message: 'TLS failed: tlsv1 alert unknown ca',
    });
  });

  // RFC 8446, 6.2, in Node's spelling of either version.
  it.each([
    'SSL_TLS_ALERT_HANDSHAKE_FAILURE',
    'SSL_TLS_ALERT_BAD_CERTIFICATE',
    'SSL_TLS_ALERT_UNSUPPORTED_CERTIFICATE',
    'SSL_TLS_ALERT_CERTIFICATE_REVOKED',
    'SSL_TLS_ALERT_CERTIFICATE_EXPIRED',
    'SSL_TLS_ALERT_CERTIFICATE_UNKNOWN',
    'TLSV1_ALERT_UNKNOWN_CA',
    'TLSV1_ALERT_ACCESS_DENIED',
    'TLSV13_ALERT_CERTIFICATE_REQUIRED',
  ])('takes %s for an objection to our certificate once keys were agreed, and not before', (name) => {
    const reason = name.toLowerCase().replaceAll('_', ' ');
    const alert = Object.assign(new Error('words'), { code: `ERR_SSL_${name}`, reason });
    const [early, late] = [new Timeline('tls'), new Timeline('tls')];
    late.keysAgreed = true;
    expect(explain(alert, early, null).code).toBe(`ERR_SSL_${name}`);
    expect(explain(alert, late, null)).toMatchObject({
      code: 'CREDENTIALS',
      message: `the server wants a client certificate that it accepts: ${reason}`,
    });
  });

  it('takes no other alert for an objection to our certificate', () => {
    const timeline = new Timeline('tls');
    timeline.keysAgreed = true;
    expect(explain(failed('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'), timeline, null).code).toBe(
      'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
    );
  });

  it('is that we may not go on where a redirect led to what is refused', () => {
    const timeline = new Timeline('dns');
    timeline.hop('dns');
    const refused = new EgressError('POLICY', 'secret.example is 127.0.0.1 port 80');
    expect(explain(refused, timeline, null)).toMatchObject({
      code: 'REDIRECT',
      message: 'a redirect led to where nobody may be asked',
    });
  });

  it('does not quote the name that a redirect led to', () => {
    const timeline = new Timeline('dns');
    timeline.hop('dns');
    timeline.hop('dns');
    const unsure = new EgressError('RESOLVER', 'one says that there is no secret.example');
    expect(explain(unsure, timeline, null)).toMatchObject({
      code: 'RESOLVER',
      message: 'the request failed after 2 redirects',
    });
    const spent = new EgressError('BUDGET', 'nothing is left');
    expect(explain(spent, timeline, null)).toMatchObject({ code: 'BUDGET', message: 'nothing is left' });
  });
});
