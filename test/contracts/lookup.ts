// What reading single tickets of a desk has to stand: it tells what polling tells, and a desk that cannot be
// read has lost no ticket.
import { describe, expect, it } from 'vitest';
import { SyncError } from '@upheld/collector/connectors/connector';
import type { ConnectorContext, ConnectorKind, Lookup } from '@upheld/collector/connectors/connector';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { httpServer, rawServer, type Running } from '../collector/egress/servers.ts';
import type { OpenDesk } from './desk.ts';

export type LookupSubject<Spec> = {
  kind: ConnectorKind<Spec>;
  events: TicketEvent[];
  openDesk: (events: TicketEvent[]) => Promise<OpenDesk>;
  /** A valid spec and a context for whatever listens there. */
  reach: (server: Running) => Pick<OpenDesk, 'terms' | 'context'>;
};

type Reached<Spec> = { spec: Spec; context: ConnectorContext };

const failures = [
  ['says that it is slowed down', 'HTTP/1.1 429 Slow\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n'],
  ['fails', 'HTTP/1.1 503 Broken\r\ncontent-length: 0\r\n\r\n'],
  ['does not know us', 'HTTP/1.1 401 Who\r\ncontent-length: 0\r\n\r\n'],
  ['refuses us', 'HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n'],
  ['has nothing at all any more', 'HTTP/1.1 404 None\r\ncontent-length: 0\r\n\r\n'],
  ['sends half of a document', 'HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{"events":['],
  ['sends a document of something else', 'HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{"fine":"so"}'],
  ['never answers', null],
] as const;

/** Of a kind that has no lookup and no control nothing is asked. */
export function lookupContract<Spec>({ kind, events, openDesk, reach }: LookupSubject<Spec>): void {
  const { lookup, control } = kind;
  const tickets = [...new Set(events.map(({ ticket }) => ticket))];
  const parsed = ({ terms, context }: Pick<OpenDesk, 'terms' | 'context'>): Reached<Spec> => {
    return { spec: kind.spec.parse(terms), context };
  };
  const failing = async (answer: string | null) =>
    parsed(
      reach(await rawServer((socket) => socket.once('data', () => answer !== null && socket.end(answer)))),
    );

  if (lookup !== undefined) {
    describe(`the lookup of the connector kind ${kind.type}`, () => {
      it('tells of every ticket what polling tells of it', async () => {
        const { spec, context } = parsed(await openDesk(events));
        for (const ticket of tickets) {
          const told = await lookup.read(spec, ticket, context);
          expect(told).toMatchObject({ events: events.filter((event) => event.ticket === ticket) });
        }
      });

      it('finds gone whatever the desk does not know any more', async () => {
        const desk = await openDesk(events);
        const { spec, context } = parsed(desk);
        desk.knows([]);
        for (const ticket of tickets) expect(await lookup.read(spec, ticket, context)).toBe('gone');
      });

      it('names each ticket that is open once, and no other', async () => {
        const { spec, context } = parsed(await openDesk(events));
        expect((await openIds(lookup, spec, context)).toSorted()).toEqual(leftOpen(events).toSorted());
      });

      it.each(failures)('is a SyncError, and loses no ticket, where the desk %s', async (_title, answer) => {
        const { spec, context } = await failing(answer);
        const [ticket = ''] = tickets;
        await expect(lookup.read(spec, ticket, context)).rejects.toBeInstanceOf(SyncError);
        await expect(openIds(lookup, spec, context)).rejects.toBeInstanceOf(SyncError);
      });

      it('hands on how long the desk asks to be left alone', async () => {
        const slow = await httpServer((_asked, answer) =>
          answer.writeHead(429, { 'retry-after': '7' }).end(),
        );
        const { spec, context } = parsed(reach(slow));
        const [ticket = ''] = tickets;
        await expect(lookup.read(spec, ticket, context)).rejects.toMatchObject({ retryAfterMs: 7_000 });
      });
    });
  }

  if (control !== undefined) {
    describe(`the negative control of the connector kind ${kind.type}`, () => {
      it('says what it asked for, and that a desk which heeds filters has none of it', async () => {
        const { spec, context } = parsed(await openDesk(events));
        const { asked, found } = await control(spec, context);
        expect(found).toBe(0);
        expect(asked).toMatch(/\w+ \w+/);
      });

      it.each(failures)('is a SyncError where the desk %s', async (_title, answer) => {
        const { spec, context } = await failing(answer);
        await expect(control(spec, context)).rejects.toBeInstanceOf(SyncError);
      });
    });
  }
}

async function openIds<Spec>(lookup: Lookup<Spec>, spec: Spec, context: ConnectorContext): Promise<string[]> {
  return (await Array.fromAsync(lookup.open(spec, context))).flat();
}

/** Those that were opened and neither resolved since nor merged. */
function leftOpen(events: TicketEvent[]): string[] {
  const open = new Set<string>();
  for (const { ticket, type } of events) {
    if (type === 'opened' || type === 'reopened') open.add(ticket);
    if (type === 'resolved' || type === 'merged-into' || type === 'deleted') open.delete(ticket);
  }
  return [...open];
}
