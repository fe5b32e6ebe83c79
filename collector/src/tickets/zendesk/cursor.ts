// How far the export of a Zendesk was read: between two of its pages, or within one.
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';
import { parsedCursor } from '../parsed-cursor.ts';
import type { ZendeskTicket } from './records.ts';

const place = z.strictObject({
  /** Zendesk's own cursor of the page that is read; null for the first one. */
  after: z.string().nullable(),
  /** Up to when, in epoch seconds of the export, every page before was read; null before the first. */
  until: z.int().nullable(),
  /** Tickets of that page that are read, as far as they were generated then. */
  done: z.array(z.tuple([z.int(), z.int()])),
});

export type ExportPlace = z.output<typeof place>;

/** The place that a cursor names; the beginning where it is none of ours. */
export function exportPlace(cursor: string | null): ExportPlace {
  return place.safeParse(parsedCursor(cursor)).data ?? { after: null, until: null, done: [] };
}

/** The text that `exportPlace` reads. */
export function exportCursor(at: ExportPlace): string {
  return JSON.stringify(at);
}

/** Whether a ticket was read as the export shows it. */
export function isRead({ done }: ExportPlace, ticket: ZendeskTicket): boolean {
  return done.some(([id, generated]) => id === ticket.id && generated === generatedAt(ticket));
}

/** The place once a ticket of the page was read. */
export function afterTicket(at: ExportPlace, ticket: ZendeskTicket): ExportPlace {
  return { ...at, done: [...at.done, [ticket.id, generatedAt(ticket)]] };
}

/** The place once a page was read; an export that has nothing may name no place to go on. */
export function afterPage(at: ExportPlace, tickets: ZendeskTicket[], next: string | null): ExportPlace {
  const generated = tickets.map(generatedAt);
  const until = generated.length === 0 ? at.until : Math.max(at.until ?? 0, ...generated);
  return next === null ? { ...at, until } : { after: next, until, done: [] };
}

/** The export is ordered by it; where it is missing, a ticket is at least as old as its last change. */
function generatedAt({ generated_timestamp, updated_at }: ZendeskTicket): Instant {
  return generated_timestamp ?? Math.floor(updated_at / 1_000);
}
