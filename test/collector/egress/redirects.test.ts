import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { EgressError } from '@upheld/collector/egress';
import type { EgressOptions, EgressRequest } from '@upheld/collector/egress';
import { blame } from '@upheld/collector/egress/failure';
import { http } from '@upheld/collector/probes/http';
import { probeContext } from '../../contracts/probe.ts';
import { httpServer, loopbackEgress, rawServer, run } from './servers.ts';

/** Redirects `/a` to `/b` and so on as `ways` say; answers everything else. Gives what was asked. */
async function redirecting(ways: Record<string, string>, status = 302) {
  const asked: { path: string; host: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const server = await httpServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, host: request.headers.host, headers: request.headers });
    const location = ways[path]?.replaceAll('PORT', String(server.port));
    if (location === undefined) response.end('here');
    else response.writeHead(status, { location }).end('gone');
  });
  return { ...server, asked, paths: () => asked.map(({ path }) => path) };
}

type Server = { port: number; url: string };

async function follow(server: Server, path: string, change: Partial<EgressRequest> = {}, options = {}) {
  const egress = loopbackEgress([server.port], options);
  return await egress.request({ url: server.url + path, deadlineMs: 2_000, redirects: 3, ...change });
}

async function refusal(...asked: Parameters<typeof follow>): Promise<EgressError> {
  const error: unknown = await follow(...asked).catch((reason: unknown) => reason);
  if (!(error instanceof EgressError)) throw new Error(`expected an EgressError, got ${String(error)}`);
  return error;
}

const toLoopback: EgressOptions['resolve'] = async (name) => [
  { address: name === 'far.example' ? '127.0.0.9' : '127.0.0.1', family: 4 },
];

describe('a redirect that is followed', () => {
  it('gives the last response, and each hop is told before it is made', async () => {
    const server = await redirecting({ '/a': '/b', '/b': '/c' });
    const told: number[] = [];
    const response = await follow(server, '/a', { onHop: () => told.push(server.asked.length) });
    expect(response.status).toBe(200);
    expect(response.body.toString()).toBe('here');
    expect(server.paths()).toEqual(['/a', '/b', '/c']);
    expect(told).toEqual([1, 2]);
  });

  it('adds the phases of all hops up to the total', async () => {
    const server = await httpServer((request, response) => {
      const answer = () => response.writeHead(request.url === '/a' ? 302 : 200, { location: '/b' }).end();
      setTimeout(answer, 50);
    });
    const { phases, latencyMs, totalMs } = await follow(server, '/a');
    // 50 ms to the first byte of each of two responses.
    expect(phases.firstByte).toBeGreaterThanOrEqual(99);
    expect(latencyMs).toBeGreaterThanOrEqual(99);
    expect(totalMs).toBeGreaterThanOrEqual(latencyMs);
    const tenths = Object.values(phases).reduce((sum, phase) => sum + Math.round(phase * 10), 0);
    expect(tenths).toBe(Math.round(totalMs * 10));
  });

  it('takes a key to its own origin only', async () => {
    const server = await redirecting({ '/a': '/b', '/b': 'http://b.example:PORT/c' });
    const headers = { authorization: 'Bearer t', 'x-api-key': 'k', accept: 'text/plain' };
    const url = `http://a.example:${server.port}/a`;
    await follow(server, '', { url, headers }, { resolve: toLoopback });
    expect(server.asked.map(({ host }) => host?.split(':')[0])).toEqual([
      'a.example',
      'a.example',
      'b.example',
    ]);
    expect(server.asked.map(({ headers: sent }) => [sent.authorization, sent['x-api-key']])).toEqual([
      ['Bearer t', 'k'],
      ['Bearer t', 'k'],
      [undefined, undefined],
    ]);
    expect(server.asked[2]?.headers).toMatchObject({
      accept: 'text/plain',
      'user-agent': 'Upheld/1.2.3 (+tests@upheld.example)',
      'accept-encoding': 'identity',
    });
  });

  it('takes our certificate to its own origin only', async () => {
    const pem = (file: string) =>
      readFileSync(new URL(`../../fixtures/tls/${file}`, import.meta.url), 'utf8');
    const material = { cert: pem('good.pem'), key: pem('good.key'), ca: pem('ca.pem') };
    const shown: boolean[] = [];
    const server = createServer(
      { ...material, requestCert: true, rejectUnauthorized: false },
      ({ socket, url }, response) => {
        shown.push(socket instanceof TLSSocket && Object.keys(socket.getPeerCertificate()).length > 0);
        response
          .writeHead(url === '/a' ? 302 : 200, { location: `https://127.0.0.1:${socket.localPort}/b` })
          .end();
      },
    );
    const asked = await run(server, 'https://localhost', () => server.closeAllConnections());
    expect((await follow(asked, '/a', { tls: material }, { resolve: toLoopback })).status).toBe(200);
    expect(shown).toEqual([true, false]);
  });

  it('is not read to its end: a body that never ends delays nothing, and is hung up on', async () => {
    let connections = 0;
    const hungUp = Promise.withResolvers<null>();
    const server = await rawServer((socket) => {
      connections += 1;
      const isFirst = connections === 1;
      socket.once('close', () => hungUp.resolve(null));
      socket.once('data', () => {
        if (isFirst) socket.write('HTTP/1.1 302 Found\r\nlocation: /b\r\ncontent-length: 9\r\n\r\n1');
        else void hungUp.promise.then(() => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
      });
    });
    expect((await follow(server, '/a')).body.toString()).toBe('ok');
  });
});

describe('a redirect that is not followed', () => {
  it.each([
    ['to itself', { '/a': '/a' }, ['/a']],
    ['in a circle', { '/a': '/b', '/b': '/a' }, ['/a', '/b']],
    ['a fourth time', { '/a': '/b', '/b': '/c', '/c': '/d', '/d': '/e' }, ['/a', '/b', '/c', '/d']],
    ['to a metadata service', { '/a': 'http://169.254.169.254/latest/' }, ['/a']],
    ['to this machine by another spelling', { '/a': 'http://2130706433/' }, ['/a']],
    ['to a name with a forbidden address', { '/a': 'http://far.example:PORT/' }, ['/a']],
    ['to a file', { '/a': 'file:///etc/passwd' }, ['/a']],
  ])('leads %s; it is the partner’s fault, and its words quote nothing', async (_title, ways, paths) => {
    const server = await redirecting(ways);
    const allow = [{ cidr: '127.0.0.1/32', ports: [server.port] }];
    const error = await refusal(server, '/a', {}, { allow, resolve: toLoopback });
    expect(error.code).toBe('REDIRECT');
    expect(error.message).not.toMatch(/169|127|far|passwd|latest/);
    expect(blame(error)).toEqual({ outcome: 'bad', reason: 'redirect', latencyMs: null });
    expect(server.paths()).toEqual(paths);
  });

  it('was refused by whoever counts requests', async () => {
    const server = await redirecting({ '/a': '/b' });
    const onHop = () => {
      throw new EgressError('BUDGET', 'no request is left');
    };
    const error = await refusal(server, '/a', { onHop });
    expect(error).toMatchObject({ code: 'BUDGET', message: 'no request is left' });
    expect(server.paths()).toEqual(['/a']);
  });

  it('leads where nobody listens or no name is, which is told without the place', async () => {
    const server = await redirecting({ '/a': 'http://far.example:PORT/', '/b': 'http://none.example/' });
    const resolve: EgressOptions['resolve'] = async (name) => {
      if (name !== 'none.example') return [{ address: '127.0.0.9', family: 4 }];
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
    };
    const message = 'the request failed after 1 redirect';
    expect(await refusal(server, '/a', {}, { resolve })).toMatchObject({ code: 'ECONNREFUSED', message });
    expect(await refusal(server, '/b', {}, { resolve })).toMatchObject({ code: 'ENOTFOUND', message });
  });

  it('leaves the first URL’s own refusal what it is', async () => {
    expect(await refusal({ port: 1, url: 'http://10.1.2.3' }, '/')).toMatchObject({ code: 'POLICY' });
  });
});

describe('a source that is redirected', () => {
  it.each([
    [0, 'bad redirect', 1],
    [1, 'bad redirect', 2],
    [2, 'ok null', 3],
  ])('and follows %i redirects is %s after %i requests', async (redirects, expected, requests) => {
    const server = await redirecting({ '/a': '/b', '/b': '/c' });
    const spec = http.spec.parse({ url: `${server.url}/a`, redirects });
    const { outcome, reason } = await http.probe(spec, probeContext([server.port]));
    expect(`${outcome} ${reason}`).toBe(expected);
    expect(server.asked).toHaveLength(requests);
  });
});

describe('the deadline of redirects', () => {
  it('covers all hops together', async () => {
    const server = await httpServer((request, response) => {
      const answer = () => response.writeHead(302, { location: `${request.url}x` }).end();
      setTimeout(answer, 150);
    });
    const error = await refusal(server, '/a', { deadlineMs: 250 });
    expect(error).toMatchObject({ code: 'DEADLINE', phase: 'firstByte' });
  });

  it('ends a hop after one whose body was left, and nothing else happens', async () => {
    let connections = 0;
    const server = await rawServer((socket) => {
      connections += 1;
      const text = 'HTTP/1.1 302 Found\r\nlocation: /b\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n';
      if (connections === 1) socket.once('data', () => socket.write(text));
    });
    expect(await refusal(server, '/a', { deadlineMs: 150 })).toMatchObject({ code: 'DEADLINE' });
    expect(connections).toBe(2);
  });
});
