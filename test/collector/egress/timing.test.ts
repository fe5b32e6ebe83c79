import { beforeAll, describe, expect, it } from 'vitest';
import type { RequestListener } from 'node:http';
import { httpServer, loopbackEgress, tlsServer, trustTestAuthority } from './servers.ts';

beforeAll(trustTestAuthority);

/** Answers its headers after 60 ms and its last byte 40 ms later. */
const slowly: RequestListener = (_request, response) => {
  setTimeout(() => {
    response.write('first');
    setTimeout(() => response.end('last'), 40);
  }, 60);
};

describe('timings of a request', () => {
  it('tell first byte and body apart, and latency leaves out the connection', async () => {
    const { port } = await httpServer(slowly);
    const egress = loopbackEgress([port], {
      resolve: async () => {
        await new Promise((resolved) => setTimeout(resolved, 80));
        return [{ address: '127.0.0.1', family: 4 }];
      },
    });
    const { phases, latencyMs, totalMs } = await egress.request({
      url: `http://slow.example:${port}/`,
      deadlineMs: 2_000,
    });
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'firstByte', 'body']);
    expect(phases.dns).toBeGreaterThanOrEqual(79);
    expect(phases.firstByte).toBeGreaterThanOrEqual(59);
    expect(phases.body).toBeGreaterThanOrEqual(39);
    // 60 ms to the headers and 40 ms to the end: latency is both, and starts only after 80 ms of DNS.
    expect(latencyMs).toBeGreaterThanOrEqual(99);
    expect(totalMs - latencyMs).toBeGreaterThanOrEqual(79);
    // The phases leave nothing out; in whole tenths, because 0.1 + 0.2 is not 0.3.
    const tenths = Object.values(phases).reduce((sum, phase) => sum + Math.round(phase * 10), 0);
    expect(tenths).toBe(Math.round(totalMs * 10));
  });

  it('have a resolution of a tenth of a millisecond', async () => {
    const { port, url } = await httpServer((_request, response) => response.end());
    const { latencyMs, phases } = await loopbackEgress([port]).request({ url, deadlineMs: 2_000 });
    for (const value of [latencyMs, ...Object.values(phases)]) expect(value).toBe(Number(value.toFixed(1)));
  });

  it('have a TLS phase, with the version and the end of the certificate', async () => {
    const { port, url } = await tlsServer('good', (_request, response) => response.end());
    const egress = loopbackEgress([port]);
    // Twice, because a resumed session would hide the certificate the second time.
    for (let time = 0; time < 2; time++) {
      const { phases, tls } = await egress.request({ url, deadlineMs: 2_000 });
      expect(Object.keys(phases)).toEqual(['dns', 'connect', 'tls', 'firstByte', 'body']);
      expect(tls).toEqual({ version: 'TLSv1.3', expiresAt: Date.UTC(2126, 0, 1) });
    }
  });

  it('stay with their own request when many run at once', async () => {
    const { port, url } = await httpServer((request, response) => {
      const delay = Number(request.url?.slice(1));
      setTimeout(() => response.end(request.url), delay);
    });
    const egress = loopbackEgress([port]);
    const delays = Array.from({ length: 40 }, (_, index) => index * 10);
    const answers = await Promise.all(
      delays.map((delay) => egress.request({ url: `${url}/${delay}`, deadlineMs: 3_000 })),
    );
    answers.forEach(({ body, latencyMs }, index) => {
      expect(body.toString()).toBe(`/${delays[index]}`);
      expect(latencyMs).toBeGreaterThanOrEqual((delays[index] ?? 0) - 1);
    });
  });

  it('open a connection for each request and close it', async () => {
    const ports = new Set<number | undefined>();
    const { port, url } = await httpServer((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    const egress = loopbackEgress([port]);
    await egress.request({ url, deadlineMs: 2_000 });
    await egress.request({ url, deadlineMs: 2_000 });
    expect(ports.size).toBe(2);
  });
});

describe('what a request says of itself', () => {
  it('is who asks and how to reach them', async () => {
    const { port, url } = await httpServer((request, response) =>
      response.end(JSON.stringify(request.headers)),
    );
    const { body } = await loopbackEgress([port]).request({
      url,
      headers: { 'user-agent': 'else' },
      deadlineMs: 2_000,
    });
    expect(JSON.parse(body.toString())).toMatchObject({
      'user-agent': 'Upheld/1.2.3 (+tests@upheld.example)',
      connection: 'close',
    });
  });

  it.each([
    [undefined, 'Upheld/1.2.3'],
    ['Ana (ops)\r\nx: y, ana@näh.example', 'Upheld/1.2.3 (+Ana opsx: y, ana@nh.example)'],
  ])('is one harmless header where the contact is %j', async (contact, expected) => {
    const { port, url } = await httpServer((request, response) =>
      response.end(request.headers['user-agent']),
    );
    const { body } = await loopbackEgress([port], { contact }).request({ url, deadlineMs: 2_000 });
    expect(body.toString()).toBe(expected);
  });

  it('carries method, headers and body', async () => {
    const { port, url } = await httpServer((request, response) => {
      request.setEncoding('utf8');
      let text = '';
      request.on('data', (chunk: string) => (text += chunk));
      request.on('end', () => response.end(`${request.method} ${request.headers['x-a']} ${text}`));
    });
    const request = { url, method: 'POST', headers: { 'x-a': 'b' }, body: '{"query":1}', deadlineMs: 2_000 };
    expect((await loopbackEgress([port]).request(request)).body.toString()).toBe('POST b {"query":1}');
  });
});
