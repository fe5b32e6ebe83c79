import { describe, expect, it } from 'vitest';
import { wording } from '@upheld/shared/agreement/wording';
import { http } from '@upheld/collector/probes/http';

const url = 'https://api.acme.example/health';

/** `path: rule` of every fault. */
function faults(terms: object): string[] {
  const result = http.spec.safeParse({ url, ...terms }, { error: wording });
  return (result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe('the spec of an http source', () => {
  it('needs nothing but a URL', () => {
    expect(http.spec.parse({ url })).toEqual({
      url,
      method: 'GET',
      headers: {},
      timeout: '10s',
      expect: { status: ['200-299'] },
      latency: 'response',
      redirects: 0,
    });
  });

  it('takes all that an agreement may ask for, and reads back what it wrote', () => {
    const terms = {
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ ping }"}',
      timeout: '500ms',
      auth: { type: 'bearer', token: { env: 'LUMEN_TOKEN' } },
      expect: {
        status: [200, '202-204'],
        headers: {
          'Content-Type': 'application/json',
          etag: { present: true },
          vary: { contains: 'accept' },
        },
        body: { contains: ['<EntityDescriptor'], lacks: ['error'] },
        json: {
          '/data/ping': 'pong',
          '/n': 1,
          '/queue': { op: '<', value: 100 },
          '/errors': { present: false },
        },
        tls: { minVersion: 'TLSv1.3', expiresAfter: '14d' },
      },
      latency: 'total',
      redirects: 2,
    };
    expect(http.spec.parse(terms)).toEqual(terms);
    expect(http.spec.parse(http.spec.parse(terms))).toEqual(terms);
  });

  it.each([
    [
      { auth: { type: 'magic' } },
      'auth.type: one of api-key, basic, bearer, oauth2-client-credentials, such as basic',
    ],
    [
      { auth: { type: 'bearer', token: 'abc' } },
      'auth.token: a secret is a reference, never a value, such as { env: TOKEN }',
    ],
    [{ auth: 'abc' }, 'auth: a mapping with a type, such as { type: api-key }'],
    [
      { timeout: 10 },
      'timeout: a duration is a whole number of milliseconds (ms), seconds (s), minutes (m), hours (h), days (d) or weeks (w), such as 10s',
    ],
    [{ method: 'TRACE' }, 'method: one of GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE, such as GET'],
    [
      { body: 'x' },
      'body: GET, HEAD and OPTIONS carry no body: leave it out or send it with, such as method: POST',
    ],
    [
      { method: 'HEAD', expect: { json: { '/a': 1 } } },
      'method: an answer to HEAD has no body to expect json or body of: use, such as method: GET',
    ],
    [
      { url: 'http://a.example/', expect: { tls: {} } },
      'url: only https has TLS to expect: use, such as https://api.example.com/health',
    ],
    [
      { headers: { Authorization: 'x' } },
      'headers.Authorization: a header that carries a secret goes through auth, such as auth: { type: api-key, header: X-Api-Key, key: { env: API_KEY } }',
    ],
    [
      { headers: { 'X-Api-Key': 'x' } },
      'headers.X-Api-Key: a header that carries a secret goes through auth, such as auth: { type: api-key, header: X-Api-Key, key: { env: API_KEY } }',
    ],
    [
      { headers: { Host: 'x' } },
      /^headers\.Host: a header is a name of HTTP other than .*, user-agent, such as accept$/,
    ],
    [
      { url: 'https://a.example/health?probe=1&access%5Ftoken=x' },
      'url: a URL holds no secret in its query: send it in a header, such as auth: { type: api-key, header: X-Api-Key, key: { env: API_KEY } }',
    ],
    [
      { headers: { a: 'b\r\nc: d' } },
      'headers.a: the value of a header is one line of visible characters, such as application/json',
    ],
    [{ headers: [] }, 'headers: headers are names with text, such as { accept: application/json }'],
    [{ expect: { status: [] } }, 'expect.status: status is a list of numbers and ranges, such as [200-299]'],
    [
      { expect: { status: [99] } },
      'expect.status.0: a status is a number from 100 to 599 or a range of them, such as 200-299',
    ],
    [
      { expect: { status: ['2xx'] } },
      'expect.status.0: a status is a number from 100 to 599 or a range of them, such as 200-299',
    ],
    [
      { expect: { status: ['299-200'] } },
      'expect.status.0: a status is a number from 100 to 599 or a range of them, such as 200-299',
    ],
    [
      { expect: { json: { status: 'pass' } } },
      'expect.json.status: a JSON pointer starts with / and writes ~ in names as ~0 and / as ~1, such as /status',
    ],
    [
      { expect: { json: { '/a': { b: 1 } } } },
      'expect.json./a: an expected value is text, a number, true, false or null, { op: "<", value: 100 } or { present: true }, such as pass',
    ],
    [
      { expect: { json: { '/a': { op: '=~', value: '(a+)+$' } } } },
      'expect.json./a: an expected value is text, a number, true, false or null, { op: "<", value: 100 } or { present: true }, such as pass',
    ],
    [
      { expect: { json: { '/a': { op: '<', value: Infinity } } } },
      'expect.json./a: an expected value is text, a number, true, false or null, { op: "<", value: 100 } or { present: true }, such as pass',
    ],
    [
      { expect: { json: ['/a'] } },
      'expect.json: json has a value for each JSON pointer, such as { /status: pass }',
    ],
    [
      { expect: { headers: { 'not a name': 'x' } } },
      'expect.headers.not a name: a header of a response is a name of HTTP, such as content-type',
    ],
    [
      { expect: { headers: { server: { matches: '(a+)+$' } } } },
      'expect.headers.server: an expected header is its whole value, { contains: TEXT } or { present: true }, such as application/json',
    ],
    [
      { expect: { headers: 'etag' } },
      'expect.headers: headers has a value for each name, such as { content-type: application/json }',
    ],
    [
      { expect: { body: {} } },
      'expect.body: body has contains or lacks, such as { contains: ["<EntityDescriptor"] }',
    ],
    [
      { expect: { body: { contains: [] } } },
      'expect.body.contains: contains and lacks are lists of texts, such as ["<EntityDescriptor"]',
    ],
    [
      { expect: { body: { lacks: [''] } } },
      'expect.body.lacks.0: what a body is searched for is text of 1 to 4000 characters, such as "EntityDescriptor"',
    ],
    [{ expect: { body: { lacks: ['x'], matches: '(a+)+$' } } }, 'expect.body: contains, lacks'],
    [
      { method: 'HEAD', expect: { body: { contains: ['x'] } } },
      'method: an answer to HEAD has no body to expect json or body of: use, such as method: GET',
    ],
    [
      { expect: { tls: { minVersion: 'TLSv1.0' } } },
      'expect.tls.minVersion: one of TLSv1.2, TLSv1.3, such as TLSv1.2',
    ],
    [
      { expect: { body: 'x' } },
      'expect.body: body has contains or lacks, such as { contains: ["<EntityDescriptor"] }',
    ],
    [{ expect: { text: 'x' } }, 'expect: status, headers, body, json, tls'],
    [{ redirects: 4 }, 'redirects: redirects is a whole number from 0 to 3, such as 1'],
    [{ retries: 3 }, ': url, headers, timeout, auth, tls, latency, redirects, method, body, expect'],
    [
      { url: 'https://u:p@a.example/' },
      'url: a URL starts with https:// or http:// and holds no password, such as https://api.example.com/health',
    ],
    [
      { url: 'file:///etc/passwd' },
      'url: a URL starts with https:// or http:// and holds no password, such as https://api.example.com/health',
    ],
  ])('refuses %j with a rule and an example', (terms, fault) => {
    const [first, ...others] = faults(terms);
    if (typeof fault === 'string') expect(first).toBe(fault);
    else expect(first).toMatch(fault);
    expect(others).toEqual([]);
  });
});
