// What every ticket-system kind has to stand: the same desk gives the same events again, a cursor resumes
// where it stopped, and a desk that cannot be read is a SyncError that loses and skips nothing.
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

export type Subject<Spec> = {
  kind: ConnectorKind<Spec>;
  /** A valid spec that reads the desk at `url` and gives up on a page after half a second. */
  specFor: (url: string) => unknown;
  /** A desk of that system which knows these events and gives two a page. */
  deskOf: (events: TicketEvent[]) => RequestListener;
  /** Seven or more of them where that system cannot tell of all those below, or gives them in another order. */
  events?: TicketEvent[];
};

export function connectorContext(ports: number[], credentials = noSecrets): ConnectorContext {
  return { egress: loopbackEgress(ports), credentials };
}

/** Every page until the desk's present. */
export async function pagesOf<Spec>(
  kind: ConnectorKind<Spec>,
  terms: unknown,
  cursor: string | null,
  context: ConnectorContext,
): Promise<Page[]> {
  return await Array.fromAsync(kind.poll(kind.spec.parse(terms), cursor, context));
}

const at = Date.UTC(2026, 6, 1, 9);
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

  async function read(server: Running, cursor: string | null = null): Promise<Page[]> {
    const context = connectorContext([server.port], oneSecret(new Secret('key-of-the-tests')));
    return await pagesOf(kind, specFor(server.url), cursor, context);
  }

  async function failure(server: Running): Promise<SyncError> {
    const error: unknown = await read(server).catch((reason: unknown) => reason);
    if (error instanceof SyncError) return error;
    throw new Error(`expected a SyncError, got ${JSON.stringify(error)}`);
  }

  describe(`the connector kind ${kind.type}, as every kind`, () => {
    it('gives every event of a desk, in its order, over as many pages as it takes', async () => {
      const pages = await read(await httpServer(deskOf(events)));
      expect(pages.length).toBeGreaterThanOrEqual(4);
      expect(pages.flatMap((page) => page.events)).toEqual(events);
    });

    it('gives the same events when it is read again from the start', async () => {
      const desk = await httpServer(deskOf(events));
      expect(await read(desk)).toEqual(await read(desk));
    });

    it('goes on behind any page whose cursor was kept', async () => {
      const desk = await httpServer(deskOf(events));
      const pages = await read(desk);
      for (const [index, { cursor }] of pages.entries()) {
        const before = pages.slice(0, index + 1).flatMap((page) => page.events);
        const after = (await read(desk, cursor)).flatMap((page) => page.events);
        expect([...before, ...after]).toEqual(events);
      }
    });

    it('keeps its cursor where the desk has nothing new', async () => {
      const desk = await httpServer(deskOf(events));
      const cursor = (await read(desk)).at(-1)?.cursor ?? null;
      expect(cursor).not.toBeNull();
      expect((await read(desk, cursor)).at(-1)).toEqual({ events: [], cursor });
    });

    it('gives the events of an empty desk once there are some', async () => {
      const known: TicketEvent[] = [];
      const desk = await httpServer((request, response) => deskOf(known)(request, response));
      const cursor = (await read(desk)).at(-1)?.cursor ?? null;
      known.push(...events);
      expect((await read(desk, cursor)).flatMap((page) => page.events)).toEqual(events);
    });

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

    it('refuses keys that it does not know', () => {
      const terms = Object.assign({}, specFor('http://127.0.0.1:1/'), { surprise: true });
      expect(kind.spec.safeParse(terms).success).toBe(false);
    });
  });
}
