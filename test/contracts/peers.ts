// The partners that every probe kind meets in its contract suite, each in the kind's own protocol.
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

/** One request a connection: a second connection is a second request. */
async function answering(answer: string | Buffer, when: 'asked' | 'reached'): Promise<Counted> {
  let requests = 0;
  const server = await rawServer((socket) => {
    requests += 1;
    if (when === 'reached') socket.end(answer);
    else socket.once('data', () => socket.end(answer));
  });
  return { ...server, requests: () => requests };
}
