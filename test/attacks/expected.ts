// What trust.md section 2.6 says of attacks 1 to 21 and 34: the input and the expected answer, in its words.

export const attacks: Readonly<Record<number, { input: string; expected: string }>> = {
  1: {
    input: 'target `http://169.254.169.254/latest/`',
    expected: 'config refused, names rule; no packet',
  },
  2: {
    input: '`http://2130706433/`, `0x7f.1`, `0177.0.0.1`, `127.1`, `0`, full-width digits',
    expected: 'refused as loopback',
  },
  3: {
    input: '`http://[::ffff:7f00:1]/`, `[::7f00:1]`, `[64:ff9b::a9fe:a9fe]`, `[2002:7f00:1::]`',
    expected: 'refused',
  },
  4: {
    input: '`168.63.129.16`, `100.100.100.200`, `192.0.0.192`, `fd00:ec2::254`',
    expected: 'refused even with private ranges allowed',
  },
  5: { input: 'name with A = public and 127.0.0.1 (mixed)', expected: 'refused, unknown(policy)' },
  6: {
    input: 'rebinding: first answer public, second private',
    expected: 'second never contacted; connection goes to the checked address',
  },
  7: {
    input: '302 to `http://127.0.0.1:<own port>/`',
    expected: 'sample records 302; no second request',
  },
  8: {
    input: 'opted-in redirect loop; 4th hop; https->http',
    expected: 'stop at limit, bad(redirect)',
  },
  9: {
    input: '`file:///etc/passwd`, `gopher:`, `unix:`, `data:`, `http://u:p@h/`',
    expected: 'config refused',
  },
  10: { input: 'target = own API/metrics listener', expected: 'refused' },
  11: { input: 'accepts, never answers', expected: 'bad(timeout) at deadline +/- 100 ms' },
  12: { input: 'header drip 1 line/300 ms', expected: 'cut at deadline' },
  13: {
    input: 'body drip 1 byte/500 ms with large Content-Length',
    expected: 'cut at deadline, bad(timeout)',
  },
  14: { input: 'endless body at line speed', expected: 'cut at 64 KiB, memory +< 5 MB' },
  15: {
    input: 'gzip bomb 204 kB -> 200 MB',
    expected: 'not inflated; assertion "body" gives bad(encoding)',
  },
  16: { input: '200 kB header line; 2,000 x 100-continue', expected: 'bad(protocol), < 50 ms' },
  17: {
    input: 'two Content-Length; TE+CL; short body; `SSH-2.0` banner; status 999',
    expected: 'bad(protocol)',
  },
  18: {
    input: 'TLS: expired, wrong host, self-signed, unknown CA, handshake stall',
    expected: 'bad(tls) with distinct code; stall = timeout',
  },
  19: { input: 'NXDOMAIN vs SERVFAIL vs own resolver dead', expected: 'bad(dns) / unknown / unknown' },
  20: {
    input: 'JSON health body with `__proto__`, depth 10,000, 1e400, lone surrogates, duplicate keys',
    expected: 'bad(response), process unharmed',
  },
  21: {
    input: 'assertion regex `(a+)+$` in config',
    expected: 'refused (no user regex; JSON-pointer comparisons only)',
  },
  34: {
    input: 'webhook: bad signature, 6 min old, future, replayed id, body re-encoded, 10 MB body',
    expected: '401/400/401/200-no-effect/401/413',
  },
};
