// What reading any ticket desk has to stand, whether it is asked over the network or is a file: the same desk
// gives the same events again, and a cursor resumes where it stopped.
import { describe, expect, it } from 'vitest';
import type { ConnectorContext, ConnectorKind, Page } from '@upheld/collector/connectors/connector';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';

export type OpenDesk = {
  terms: unknown;
  context: ConnectorContext;
  /** From now on the desk knows these events, and no others. */
  knows(events: TicketEvent[]): void;
};

export type DeskSubject<Spec> = {
  kind: ConnectorKind<Spec>;
  /** Seven or more, in the order in which the desk gives them. */
  events: TicketEvent[];
  /** How many pages it takes at least to give those events. */
  leastPages: number;
  openDesk: (events: TicketEvent[]) => Promise<OpenDesk>;
};

/** Every page until the desk's present. */
export async function pagesOf<Spec>(
  kind: ConnectorKind<Spec>,
  terms: unknown,
  cursor: string | null,
  context: ConnectorContext,
): Promise<Page[]> {
  return await Array.fromAsync(kind.poll(kind.spec.parse(terms), cursor, context));
}

export function deskContract<Spec>({ kind, events, leastPages, openDesk }: DeskSubject<Spec>): void {
  const read = ({ terms, context }: OpenDesk, cursor: string | null = null) =>
    pagesOf(kind, terms, cursor, context);

  describe(`the connector kind ${kind.type}, as every desk`, () => {
    it('gives every event of a desk, in its order, over as many pages as it takes', async () => {
      const pages = await read(await openDesk(events));
      expect(pages.length).toBeGreaterThanOrEqual(leastPages);
      expect(pages.flatMap((page) => page.events)).toEqual(events);
    });

    it('gives the same events when it is read again from the start', async () => {
      const desk = await openDesk(events);
      expect(await read(desk)).toEqual(await read(desk));
    });

    it('goes on behind any page whose cursor was kept', async () => {
      const desk = await openDesk(events);
      const pages = await read(desk);
      for (const [index, { cursor }] of pages.entries()) {
        const before = pages.slice(0, index + 1).flatMap((page) => page.events);
        const after = (await read(desk, cursor)).flatMap((page) => page.events);
        expect([...before, ...after]).toEqual(events);
      }
    });

    it('keeps its cursor where the desk has nothing new', async () => {
      const desk = await openDesk(events);
      const cursor = (await read(desk)).at(-1)?.cursor ?? null;
      expect(cursor).not.toBeNull();
      expect((await read(desk, cursor)).at(-1)).toMatchObject({ events: [], cursor });
    });

    it('gives the events of an empty desk once there are some', async () => {
      const desk = await openDesk([]);
      const cursor = (await read(desk)).at(-1)?.cursor ?? null;
      desk.knows(events);
      expect((await read(desk, cursor)).flatMap((page) => page.events)).toEqual(events);
    });

    it('refuses keys that it does not know', async () => {
      const { terms } = await openDesk(events);
      expect(kind.spec.safeParse(terms).success).toBe(true);
      expect(kind.spec.safeParse(Object.assign({}, terms, { surprise: true })).success).toBe(false);
    });
  });
}
