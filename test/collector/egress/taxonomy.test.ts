// Every row of trust.md 1.3 with real sockets, through the kind `http`.
import { Worker } from 'node:worker_threads';
import { setInterval as every } from 'node:timers';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EgressOptions } from '@upheld/collector/egress';
import type { Resolve } from '@upheld/collector/egress/checked-lookup';
import { twoLooks } from '@upheld/collector/egress/names';
import { http } from '@upheld/collector/probes/http';
import { probeContext } from '../../contracts/probe.ts';
import { closedPort, loopbackEgress, rawServer, tlsServer } from './servers.ts';
import type { Running } from './servers.ts';

const OK = 'HTTP/1.1 200 OK\r\n';

async function outcomeOf({ port, url }: Running, terms: object = {}, options: Partial<EgressOptions> = {}) {
  const spec = http.spec.parse({ url, timeout: '300ms', ...terms });
  const context = probeContext([port], { egress: loopbackEgress([port], options) });
  const { outcome, reason } = await http.probe(spec, context);
  return reason === null ? outcome : `${outcome} ${reason}`;
}

/** Says `text` as soon as a request has arrived, then ends the connection. */
function says(text: string): (socket: Socket) => void {
  return (socket) => socket.once('data', () => socket.end(text));
}

function answers(status: number, body = ''): (socket: Socket) => void {
  return says(`HTTP/1.1 ${status} Some\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
}

/** Sends `piece` forever after `start`. */
function drips(start: string, piece: string): (socket: Socket) => void {
  return (socket) => {
    socket.write(start);
    const timer = every(() => socket.write(piece), 20);
    socket.on('close', () => clearInterval(timer));
  };
}

/** What a server does, what comes of it, and where it matters, what was expected. */
type Row = [does: string, outcome: string, talk: (socket: Socket) => unknown, expected?: object];

describe('what a server does', () => {
  it.each<Row>([
    ['answers in time', 'ok', answers(200)],
    ['answers with 500', 'bad status', answers(500)],
    ['answers with 404', 'bad status', answers(404)],
    ['answers with a status outside of HTTP', 'bad status', answers(999)],
    ['answers with another document', 'bad expectation', answers(200, '{"a":2}'), { json: { '/a': 1 } }],
    ['answers with 401', 'unmeasured credentials', answers(401)],
    ['answers with 403', 'unmeasured credentials', answers(403)],
    ['answers with a 403 that was expected', 'ok', answers(403), { status: [403] }],
    ['answers with 429', 'unmeasured rate-limited', answers(429)],
    ['answers with a 429 that was expected', 'ok', answers(429), { status: [429] }],
    ['sends us elsewhere', 'bad redirect', answers(302)],
    ['never answers', 'bad timeout', () => {}],
    ['drips its headers', 'bad timeout', drips(OK, 'x-a: b\r\n')],
    ['drips its body', 'bad timeout', drips(`${OK}content-length: 100000\r\n\r\n`, 'b')],
    ['sends less than it said', 'bad protocol', says(`${OK}content-length: 10\r\n\r\nabc`)],
    ['sends more than it said', 'bad protocol', says(`${OK}content-length: 2\r\n\r\nabcdef`)],
    [
      'resets the connection in its body',
      'bad protocol',
      (socket) =>
        socket.once('data', () =>
          socket.write(`${OK}content-length: 9\r\n\r\na`, () => socket.resetAndDestroy()),
        ),
    ],
    ['sends two lengths', 'bad protocol', says(`${OK}content-length: 1\r\ncontent-length: 2\r\n\r\nab`)],
    [
      'sends a length and chunks',
      'bad protocol',
      says(`${OK}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
    ],
    ['speaks another protocol', 'bad protocol', says('SSH-2.0-OpenSSH_9.2\r\n')],
    ['resets the connection', 'bad connect', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['closes the connection', 'bad connect', (socket) => socket.once('data', () => socket.end())],
  ])('that %s is %s', async (_does, outcome, talk, expected = {}) => {
    expect(await outcomeOf(await rawServer(talk), { expect: expected })).toBe(outcome);
  });
});

/** A port of a listener that accepts nobody, whose queue is full: what connects to it waits. */
async function fullPort(): Promise<Running> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     });`,
    { eval: true },
  );
  onTestFinished(async () => void (await worker.terminate()));
  const port = await new Promise<number>((listening) => worker.once('message', listening));
  // The queue holds two; what comes later is left without a word.
  const waiting = Array.from({ length: 3 }, () => connect(port, '127.0.0.1'));
  onTestFinished(() => waiting.forEach((socket) => socket.destroy()));
  await Promise.all(waiting.slice(0, 2).map((socket) => new Promise((open) => socket.once('connect', open))));
  return { port, url: `http://127.0.0.1:${port}` };
}

describe('a connection', () => {
  it('that is refused is bad connect', async () => {
    expect(await outcomeOf(await closedPort())).toBe('bad connect');
  });

  it('that nobody takes is bad connect', async () => {
    expect(await outcomeOf(await fullPort())).toBe('bad connect');
  });

  // The authority of the good one is not known in this file; hostile.test.ts has the code of each.
  it.each(['expired', 'wrong-host', 'self-signed', 'good'])(
    'with the certificate %s is bad tls',
    async (pair) => {
      expect(await outcomeOf(await tlsServer(pair, (_request, response) => response.end()))).toBe('bad tls');
    },
  );

  it.each<Row>([
    ['stalls', 'bad timeout', () => {}],
    ['is answered in plain HTTP', 'bad tls', says(`${OK}\r\n`)],
    ['is reset', 'bad connect', (socket) => socket.once('data', () => socket.resetAndDestroy())],
  ])('whose handshake %s is %s', async (_does, outcome, talk) => {
    const { port } = await rawServer(talk);
    expect(await outcomeOf({ port, url: `https://127.0.0.1:${port}` })).toBe(outcome);
  });
});

describe('a name', () => {
  const fails = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
  const finds = async () => [{ address: '127.0.0.1', family: 4 }];

  it.each<[does: string, outcome: string, resolve: Resolve]>([
    ['nobody knows', 'bad dns', twoLooks(fails('ENOTFOUND'), fails('ENOTFOUND'))],
    ['one of two resolvers knows', 'unmeasured own-network', twoLooks(fails('ENOTFOUND'), finds)],
    ['the name servers fail at', 'unmeasured own-network', fails('ESERVFAIL')],
    ['our resolver cannot ask for', 'unmeasured own-network', fails('EAI_AGAIN')],
    ['our resolver says nothing of', 'unmeasured own-network', () => new Promise(() => {})],
    ['is our own network’s', 'unmeasured own-network', fails('ENETUNREACH')],
  ])('that %s is %s', async (_does, outcome, resolve) => {
    expect(await outcomeOf({ port: 80, url: 'http://partner.example' }, {}, { resolve })).toBe(outcome);
  });

  it('that leads to a forbidden address is our policy', async () => {
    const running = { port: 80, url: 'http://partner.example' };
    expect(await outcomeOf(running, {}, { allow: [], resolve: finds })).toBe('unmeasured policy');
  });
});
