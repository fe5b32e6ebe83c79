// The partners that every probe kind meets in its contract suite, each in the kind's own protocol.
import { gzipSync } from 'node:zlib';
import { closedPort, loopbackEgress, rawServer } from '../collector/egress/servers.ts';
import type { Running } from '../collector/egress/servers.ts';
import type { Egress } from '@upheld/collector/egress';

/** A server and how often it was asked. */
export type Counted = Running & { requests: () => number };

export type Peers = {
  /** Hears the request and never answers. */
  silent(): Promise<Running>;
  closed(): Promise<Running>;
  /** Each answers once in a way that no promise allows. */
  hostile: readonly (readonly [title: string, serve: () => Promise<Counted>])[];
  /** Keeps what the specs of the suite ask for; none where a kind tests that on its own. */
  well?: () => Promise<Counted>;
  /** A partner that our own side fails to reach for such a reason, and the egress that fails so. */
  unreachable(code: string): Promise<{ url: string; egress: Egress }>;
};

/** Servers of TCP that answer with these bytes: when they are asked, or as soon as they are reached. */
export function tcpPeers(
  answers: readonly (readonly [title: string, answer: string | Buffer])[],
  when: 'asked' | 'reached' = 'asked',
): Peers {
  return {
    silent: () => rawServer(() => {}),
    closed: closedPort,
    hostile: answers.map(([title, answer]) => [title, () => answering(answer, when)]),
    async unreachable(code) {
      const resolve = () => Promise.reject(Object.assign(new Error(code), { code }));
      return { url: 'http://partner.example', egress: loopbackEgress([80], { resolve }) };
    },
  };
}

const http = [
  ['an empty answer', ''],
  ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['a status outside of HTTP', 'HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'],
  ['a server error', 'HTTP/1.1 503 Unavailable\r\ncontent-length: 0\r\n\r\n'],
  ['a redirect', 'HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
  ['a cut body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'],
] as const;

export const httpPeers = tcpPeers(http);

/** Stands in what partners send; nothing that we say of them may repeat it. */
export const canary = 'canary-of-the-partner';

/** An answer with a body, from a partner whose clock is right. */
function answerOf(body: string | Buffer, headers = ''): Buffer {
  const bytes = Buffer.from(body);
  const head = `HTTP/1.1 200 OK\r\ndate: ${new Date().toUTCString()}\r\n${headers}`;
  return Buffer.concat([Buffer.from(`${head}content-length: ${bytes.length}\r\n\r\n`), bytes]);
}

/** Reads well at `/status` and `/lastUpdateAt`, where the specs of the suite look. */
const wellInJson = { status: 'pass', lastUpdateAt: Math.floor(Date.now() / 1_000) };
const well = JSON.stringify(wellInJson);

const bodies: [title: string, answer: Buffer][] = [
  ['HTML', answerOf(`<html>${canary}</html>`)],
  ['JSON that ends early', answerOf(well.slice(0, -1))],
  ['JSON of nothing', answerOf('null')],
  ['JSON that is not UTF-8', answerOf(Buffer.concat([Buffer.from([0xff]), Buffer.from(well)]))],
  ['a prototype', answerOf(`{"__proto__":${well},"a":"${canary}"}`)],
  ['values of a prototype', answerOf('{"status":{"toString":null},"lastUpdateAt":{"valueOf":null}}')],
  ['lists of one', answerOf(JSON.stringify({ status: ['pass'], lastUpdateAt: [wellInJson.lastUpdateAt] }))],
  ['depth', answerOf(`${'['.repeat(10_000)}"${canary}"${']'.repeat(10_000)}`)],
  ['numbers beyond numbers', answerOf('{"status":1e400,"lastUpdateAt":1e400}')],
  ['lone surrogates', answerOf(String.raw`{"status":"\ud800pass","lastUpdateAt":"\udfff"}`)],
  ['members twice', answerOf(`{"status":"${canary}","lastUpdateAt":0,${well.slice(1)}`)],
  ['other words', answerOf(JSON.stringify({ status: canary, lastUpdateAt: canary }))],
  ['more than 64 KiB', answerOf(JSON.stringify({ ...wellInJson, pad: canary.repeat(4_000) }))],
  ['a compressed body', answerOf(gzipSync(well), 'content-encoding: gzip\r\n')],
  ['a coding of its own', answerOf(well, `content-encoding: ${canary}\r\n`)],
];

/** Servers of HTTP for kinds that look into JSON: attacks 15 and 20 of trust.md section 2.6, and their kin. */
export const jsonPeers: Peers = {
  ...httpPeers,
  well: () => answering(answerOf(well)),
  hostile: [...httpPeers.hostile, ...tcpPeers(bodies).hostile],
};

/** One request a connection: a second connection is a second request. */
async function answering(answer: string | Buffer, when: 'asked' | 'reached' = 'asked'): Promise<Counted> {
  let requests = 0;
  const server = await rawServer((socket) => {
    requests += 1;
    if (when === 'reached') socket.end(answer);
    else socket.once('data', () => socket.end(answer));
  });
  return { ...server, requests: () => requests };
}
