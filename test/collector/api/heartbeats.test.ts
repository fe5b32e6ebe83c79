import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '@upheld/collector/api/app';
import { startServer } from '@upheld/collector/api/server';
import type { ApiParts } from '@upheld/collector/api/readers';

const token = 'x'.repeat(43);
const path = `/api/v1/heartbeats/${token}`;
const tooMuch = 64 * 1024 + 1;

type Beat = ApiParts['beat'];
type Patience = Parameters<typeof startServer>[3];

/** The API on loopback; `calls` are the tokens that came. `beat` knows one token unless the test says otherwise. */
async function served(
  beat: Beat = async (given) => (given === token ? 'kept' : 'unknown'),
  patience?: Patience,
) {
  const calls: string[] = [];
  const errors: unknown[] = [];
  const never = () => Promise.reject(new Error('not asked here'));
  const app = createApp(
    {
      readersFor: () => ({
        agreements: () => [],
        exclusions: () => [],
        ...{ statement: never, whatIf: never, definitions: never, occurrences: never, failures: never },
        ...{ witnesses: never, sources: never, staleDesks: never, support: never, ticket: never },
        system: () => ({
          ...{ asOf: 0, version: '1', config: { loadedAt: 0, lastReloadSuccessful: true, faults: [] } },
        }),
        now: () => 0,
      }),
      notReady: async () => null,
      reload: async () => ({ ok: true }),
      metrics: async () => ({ contentType: 'text/plain', text: '' }),
      subscribe: () => () => undefined,
      answered: () => undefined,
      knowsBeat: (given) => given === token,
      receptionOf: () => null,
      beat: (given) => {
        calls.push(given);
        return beat(given);
      },
    },
    '1',
    (error) => errors.push(error),
  );
  const server = await startServer(app, '127.0.0.1', 0, patience);
  onTestFinished(server.close);
  const url = `http://127.0.0.1:${server.port}`;
  const ask = async (method: string, at = path, init: RequestInit = {}) => {
    const answer = await fetch(`${url}${at}`, { ...init, method });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  return { ask, calls, errors, port: server.port };
}

/** A request whose body the test writes piece by piece. */
function streaming(port: number, headers: Record<string, string>, at = path) {
  const call = request({ host: '127.0.0.1', port, path: at, method: 'POST', headers });
  call.on('error', () => undefined); // the server may cut it while it is still sent
  const answered = new Promise<number | undefined>((resolve) => {
    call.once('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
  });
  onTestFinished(() => void call.destroy());
  return { call, answered };
}

describe('the URL of a heartbeat', () => {
  it.each(['GET', 'POST'])('takes %s and answers without content', async (method) => {
    const { ask, calls } = await served();
    expect(await ask(method)).toMatchObject({ status: 204, text: '' });
    expect(calls).toEqual([token]);
  });

  it('takes a body of up to 64 KiB, whatever it holds', async () => {
    const { ask, calls } = await served();
    const body = Buffer.alloc(tooMuch - 1, 0xff);
    expect((await ask('POST', path, { body, headers: { 'content-type': 'text/nonsense' } })).status).toBe(
      204,
    );
    expect(calls).toEqual([token]);
  });

  it('refuses a body that says that it is longer, before any of it comes, and counts no call', async () => {
    const { port, calls } = await served();
    const { call, answered } = streaming(port, { 'content-length': String(2 ** 40) });
    call.flushHeaders();
    expect(await answered).toBe(413);
    expect(calls).toEqual([]);
  });

  it('refuses a body without end as soon as it is too long, and counts no call', async () => {
    const { port, calls } = await served();
    const { call, answered } = streaming(port, { 'transfer-encoding': 'chunked' });
    const chunk = Buffer.alloc(16 * 1024);
    for (let sent = 0; sent < tooMuch; sent += chunk.length) call.write(chunk);
    expect(await answered).toBe(413);
    expect(calls).toEqual([]);
  });

  it('refuses an unknown token before any of the body comes, and ends the connection', async () => {
    const { port } = await served();
    const { call, answered } = streaming(port, { 'transfer-encoding': 'chunked' }, '/api/v1/heartbeats/x');
    const closed = new Promise((resolve) => call.once('close', resolve));
    call.write('a');
    expect(await answered).toBe(404);
    await closed;
  });

  it('says that it ends the connection where it does not take the body in', async () => {
    const { ask } = await served();
    const body = Buffer.alloc(tooMuch);
    const [long, unknown, kept] = [
      await ask('POST', path, { body }),
      await ask('POST', '/api/v1/heartbeats/x', { body: 'a' }),
      await ask('POST', path, { body: 'a' }),
    ];
    expect([long, unknown].map(({ headers }) => headers.get('connection'))).toEqual(['close', 'close']);
    expect(kept.headers.get('connection')).not.toBe('close');
  });

  it('counts no call that hangs up before its body is whole, and takes that for no error', async () => {
    const { port, calls, errors, ask } = await served();
    const { call } = streaming(port, { 'content-length': '100' });
    const closed = new Promise((resolve) => call.once('close', resolve));
    call.write('a', () => setImmediate(() => call.destroy()));
    await closed;
    await ask('POST');
    expect([calls, errors]).toEqual([[token], []]);
  });

  it('cuts off whoever is too slow with a body, and counts no call', async () => {
    const patience = { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 10 };
    const { port, calls, errors } = await served(undefined, patience);
    const { call } = streaming(port, { 'content-length': '100' });
    const closed = new Promise((resolve) => call.once('close', resolve));
    call.write('a');
    await closed;
    expect([calls, errors]).toEqual([[], []]);
  });

  it('answers unknown tokens of every kind the same', async () => {
    const { ask } = await served();
    const others = ['y'.repeat(43), 'x'.repeat(42), 'x', '%00', 'A'.repeat(4000), '..%2f..%2fmetrics'];
    const answers = await Promise.all(others.map((other) => ask('POST', `/api/v1/heartbeats/${other}`)));
    for (const { status, text, headers } of answers) {
      expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json']);
      expect(text).toBe(answers[0]?.text);
    }
  });

  it.each(['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'refuses %s for known and unknown tokens alike, and counts no call',
    async (method) => {
      const { ask, calls } = await served();
      for (const at of [path, '/api/v1/heartbeats/unknown']) {
        const { status, headers } = await ask(method, at);
        expect([status, headers.get('allow')]).toEqual([405, 'GET, POST']);
      }
      expect(calls).toEqual([]);
    },
  );

  it('says that the heartbeat has to be sent again where the storage refuses', async () => {
    const { ask } = await served(async () => 'refused');
    expect(await ask('POST')).toMatchObject({
      status: 503,
      text: expect.stringContaining('The heartbeat could not be stored; send it again'),
    });
  });

  it('answers through this machine’s names only, as every route', async () => {
    const { port, calls } = await served();
    const { call, answered } = streaming(port, { host: 'upheld.attacker.example' });
    call.end();
    expect(await answered).toBe(403);
    expect(calls).toEqual([]);
  });

  it('shows its token in no answer and hands it to no log', async () => {
    const { ask, errors } = await served(async () => Promise.reject(new Error('a defect')));
    const answers = [await ask('POST'), await ask('PUT')];
    expect(answers.map(({ status }) => status)).toEqual([500, 405]);
    expect(JSON.stringify([answers, errors.map(String)])).not.toContain(token);
  });
});
