import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { otherPath, path, signed, webhookServer } from './webhook-server.ts';

const body = Buffer.from('{"ticket":7,"subject":"canary"}');
const tooMuch = 1024 * 1024 + 1;

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

/** So many signed bodies of which no more than the first byte comes; the server waits for the rest. */
async function slow({ port, clock }: Awaited<ReturnType<typeof webhookServer>>, count: number) {
  const held = Array.from({ length: count }, (_, caller) => {
    const headers = { ...signed(body, `msg_${caller}`), 'content-length': String(body.length) };
    return streaming(port, headers);
  });
  for (const { call } of held) call.write(body.subarray(0, 1));
  await expect.poll(clock.pending).toBe(count);
  return held;
}

describe('the address of webhooks', () => {
  it('takes what is signed and answers without content', async () => {
    const { send, hints, outcomes } = await webhookServer();
    expect(await send(body, signed(body))).toMatchObject({ status: 200, text: '' });
    expect([hints, outcomes]).toEqual([[['7']], ['accepted']]);
  });

  it('verifies the very bytes that came, whatever they are and however they are cut', async () => {
    const { port, hints } = await webhookServer();
    const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28, 0x0d, 0x0a]);
    const { call, answered } = streaming(port, { ...signed(bytes), 'transfer-encoding': 'chunked' });
    for (const byte of bytes) call.write(Buffer.from([byte]));
    call.end();
    expect(await answered).toBe(200);
    expect(hints).toEqual([[]]);
  });

  it('takes a body of 1 MiB, and none that says that it is longer, before any of it comes', async () => {
    const { send, port, hints, outcomes } = await webhookServer();
    const most = Buffer.alloc(tooMuch - 1, 0x20);
    expect((await send(most, signed(most))).status).toBe(200);
    const { call, answered } = streaming(port, { 'content-length': String(tooMuch) });
    call.flushHeaders();
    expect(await answered).toBe(413);
    expect([hints, outcomes]).toEqual([[[]], ['accepted', 'refused']]);
  });

  it('refuses a body without end as soon as it is too long', async () => {
    const { port, outcomes } = await webhookServer();
    const { call, answered } = streaming(port, { 'transfer-encoding': 'chunked' });
    const chunk = Buffer.alloc(64 * 1024);
    for (let sent = 0; sent < tooMuch; sent += chunk.length) call.write(chunk);
    expect(await answered).toBe(413);
    expect(outcomes).toEqual(['refused']);
  });

  it('answers 404 for every source that takes none, before any of the body comes, and ends the connection', async () => {
    const { port, send, outcomes } = await webhookServer();
    const { call, answered } = streaming(port, { 'transfer-encoding': 'chunked' }, `${path}x`);
    const closed = new Promise((resolve) => call.once('close', resolve));
    call.write('a');
    expect(await answered).toBe(404);
    await closed;
    const others = ['acme/other', 'beta/tickets', 'acme%2Ftickets/x', 'acme/%00', '..%2f/metrics'];
    for (const other of others) {
      const answer = await send(body, signed(body), 'POST', `/api/v1/webhooks/${other}`);
      expect(answer).toMatchObject({
        status: 404,
        text: expect.stringContaining('No source takes webhooks here'),
      });
    }
    expect(outcomes).toEqual(Array(others.length + 1).fill('unknown'));
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE'])('is not asked with %s', async (method) => {
    const { send, outcomes } = await webhookServer();
    const { status, headers } = await send(body, signed(body), method);
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
    expect(outcomes).toEqual([]);
  });

  it('takes what hangs up half-way for no error, and gives its place to others', async () => {
    const { port, send, errors, hints } = await webhookServer();
    for (let caller = 0; caller < 20; caller += 1) {
      const { call } = streaming(port, { ...signed(body), 'content-length': '100' });
      const closed = new Promise((resolve) => call.once('close', resolve));
      call.write('{', () => setImmediate(() => call.destroy()));
      await closed;
    }
    expect((await send(body, signed(body))).status).toBe(200);
    expect([hints, errors]).toEqual([[['7']], []]);
  });

  it('holds 16 bodies of a source at once and lets its next one come again; other sources take theirs', async () => {
    const server = await webhookServer();
    const { send, hints, outcomes } = server;
    const held = await slow(server, 16);
    expect((await send(body, signed(body, 'late'))).status).toBe(503);
    expect((await send(body, signed(body, 'other'), 'POST', otherPath)).status).toBe(200);
    expect([hints, outcomes]).toEqual([[['7']], ['refused', 'accepted']]);
    for (const { call } of held) call.end(body.subarray(1));
    expect(await Promise.all(held.map(({ answered }) => answered))).toEqual(Array(16).fill(200));
    expect((await send(body, signed(body, 'late'))).status).toBe(200);
    expect(hints).toHaveLength(18);
  });

  it('waits 5 seconds for a body, then answers 408, ends the connection and has its place for others', async () => {
    const server = await webhookServer();
    const { send, clock, hints, outcomes } = server;
    const held = await slow(server, 16);
    const closed = held.map(({ call }) => new Promise((resolve) => call.once('close', resolve)));
    await clock.advance(4_999);
    expect((await send(body, signed(body))).status).toBe(503);
    await clock.advance(1);
    expect(await Promise.all(held.map(({ answered }) => answered))).toEqual(Array(16).fill(408));
    expect((await send(body, signed(body))).status).toBe(200);
    await Promise.all(closed);
    expect([hints, outcomes]).toEqual([[['7']], [...Array(17).fill('refused'), 'accepted']]);
  });

  it('leaves no timer behind a body that came', async () => {
    const { send, clock } = await webhookServer();
    await send(body, signed(body));
    await send(body, {});
    expect(clock.pending()).toBe(0);
  });

  it('answers through this machine’s names only, as every route', async () => {
    const { port, outcomes } = await webhookServer();
    const { call, answered } = streaming(port, { ...signed(body), host: 'upheld.attacker.example' });
    call.end(body);
    expect(await answered).toBe(403);
    expect(outcomes).toEqual([]);
  });

  it('repeats nothing of what was sent', async () => {
    const { send, errors } = await webhookServer();
    const headers = { ...signed(body), 'webhook-id': 'canary-id' };
    const answers = [await send(body, headers), await send(body, {})];
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(JSON.stringify([answers, errors])).not.toContain('canary');
  });
});
