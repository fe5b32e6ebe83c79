// What an error is called, such as ECONNREFUSED, and what TLS has to say of it.

/** An address that this machine cannot reach at all, such as one of IPv6 without IPv6. */
const noRoute: readonly (string | null)[] = ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/**
 * The `code` of an error; null where it has none. Where every address of a name failed, Node takes the code
 * of the first. One that was reached and refused us says more about the partner than one that we have no
 * route to, so it goes first.
 */
export function codeOf(error: unknown): string | null {
  if (error instanceof AggregateError) {
    const codes = error.errors.map(codeOf);
    return codes.find((code) => !noRoute.includes(code)) ?? codes[0] ?? null;
  }
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EPROTO') return tlsCode(tlsReason(error));
  return typeof code === 'string' ? code.replace('/', '_') : null;
}

/**
 * OpenSSL's reason, such as `tlsv1 alert unknown ca`; null where the error is none of TLS. What fails while
 * a handshake writes has it in its words only, beside addresses of memory and names of source files.
 */
export function tlsReason(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const isTls = 'code' in error && /^ERR_SSL_/.test(String(error.code));
  if (isTls && 'reason' in error && typeof error.reason === 'string') return error.reason;
  return /:SSL routines:[^:]*:([^:]+):/.exec(error.message)?.[1] ?? null;
}

/** As Node names it once the handshake has ended: ERR_SSL_TLSV1_ALERT_UNKNOWN_CA. */
function tlsCode(reason: string | null): string {
  return reason === null ? 'EPROTO' : `ERR_SSL_${reason.toUpperCase().replaceAll(/[ /]/g, '_')}`;
}
