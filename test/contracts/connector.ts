// What every ticket system that is asked over HTTP has to stand: all that every desk has, and one that cannot be
// read is a SyncError that loses and skips nothing.
import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { SyncError } from '@upheld/collector/connectors/connector';
import type { ConnectorContext, ConnectorKind, Page } from '@upheld/collector/connectors/connector';
import { Secret } from '@upheld/collector/secrets';
import {
  closedPort,
  httpServer,
  loopbackEgress,
  noSecrets,
  oneSecret,
  rawServer,
} from '../collector/egress/servers.ts';
import type { Running } from '../collector/egress/servers.ts';
import { deskContract, pagesOf, type OpenDesk } from './desk.ts';
import { lookupContract } from './lookup.ts';

export { pagesOf };

export type Subject<Spec> = {
  kind: ConnectorKind<Spec>;
  /** A valid spec that reads the desk at `url` and gives up on a page after half a second. */
  specFor: (url: string) => unknown;
  /** A desk of that system which knows these events and gives two a page. */
  deskOf: (events: TicketEvent[]) => RequestListener;
  /** Seven or more of them where that system cannot tell of all those below, or gives them in another order. */
  events?: TicketEvent[];
};

/** The agreement begins with the first event. */
const at = Date.UTC(2026, 6, 1, 9);

export function connectorContext(ports: number[], credentials = noSecrets): ConnectorContext {
  return { egress: loopbackEgress(ports), credentials, file: noFiles, from: at };
}

const noFiles: ConnectorContext['file'] = () => expect.fail('a system that is asked over HTTP reads no file');

const everyType: TicketEvent[] = [
  { ticket: 'T-1', at, type: 'opened', severity: 1 },
  { ticket: 'T-1', at: at + 1, type: 'public-reply', actor: 'bot', autoSubmitted: true },
  { ticket: 'T-1', at: at + 2, type: 'public-reply', actor: 'supplier', autoSubmitted: false },
  { ticket: 'T-1', at: at + 3, type: 'severity-changed', severity: 3 },
  { ticket: 'T-1', at: at + 4, type: 'waiting-on-reporter' },
  { ticket: 'T-2', at: at + 5, type: 'opened', severity: 2 },
  { ticket: 'T-2', at: at + 6, type: 'merged-into', into: 'T-1' },
];

const broken = [
  ['says that it is slowed down', 'HTTP/1.1 429 Slow\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n'],
  ['fails', 'HTTP/1.1 500 Broken\r\ncontent-length: 0\r\n\r\n'],
  ['does not know us', 'HTTP/1.1 401 Who\r\ncontent-length: 0\r\n\r\n'],
  ['moved', 'HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n'],
  ['cuts its body', 'HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{"events":['],
  ['sends half of a document', 'HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{"events":['],
  ['sends something else', 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>'],
  ['sends no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['never answers', null],
] as const;

export function connectorContract<Spec>(subject: Subject<Spec>): void {
  const { kind, specFor, deskOf, events = everyType } = subject;

  const contextOf = (server: Running) =>
    connectorContext([server.port], oneSecret(new Secret('key-of-the-tests')));

  async function openDesk(known: TicketEvent[]): Promise<OpenDesk> {
    let desk = deskOf(known);
    const server = await httpServer((request, response) => desk(request, response));
    const knows = (more: TicketEvent[]) => {
      desk = deskOf(more);
    };
    return { terms: specFor(server.url), context: contextOf(server), knows };
  }

  async function read(server: Running): Promise<Page[]> {
    return await pagesOf(kind, specFor(server.url), null, contextOf(server));
  }

  async function failure(server: Running): Promise<SyncError> {
    const error: unknown = await read(server).catch((reason: unknown) => reason);
    if (error instanceof SyncError) return error;
    throw new Error(`expected a SyncError, got ${JSON.stringify(error)}`);
  }

  const reach = (server: Running) => ({ terms: specFor(server.url), context: contextOf(server) });

  deskContract({ kind, events, leastPages: 4, openDesk });
  lookupContract({ kind, events, openDesk, reach });

  describe(`the connector kind ${kind.type}, as every kind that is asked over HTTP`, () => {
    it.each(broken)('is a SyncError where the desk %s', async (_title, answer) => {
      const desk = await rawServer((socket) => {
        if (answer !== null) socket.once('data', () => socket.end(answer));
      });
      expect((await failure(desk)).message.length).toBeGreaterThan(10);
    });

    it('is a SyncError where nobody listens', async () => {
      expect((await failure(await closedPort())).message).toContain('ECONNREFUSED');
    });

    it('hands on how long the desk asks to be left alone', async () => {
      const desk = await httpServer((_request, response) =>
        response.writeHead(429, { 'retry-after': '7' }).end(),
      );
      expect((await failure(desk)).retryAfterMs).toBe(7_000);
    });

    it('is a SyncError where a page is endless, without reading all of it', async () => {
      let sent = 0;
      const desk = await httpServer((_request, response) => {
        const chunk = Buffer.alloc(256 * 1024, ' ');
        const pour = () => {
          do sent += chunk.length;
          while (response.write(chunk));
        };
        response.on('drain', pour);
        pour();
      });
      await failure(desk);
      expect(sent).toBeLessThan(64 * 1024 * 1024);
    });
  });
}
