// Support as it stands at the desks of an agreement, and what is known of one ticket.
import { Hono } from 'hono';
import { z } from 'zod';
import { inForce } from '@upheld/shared/agreement/versions';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import {
  supportSchema,
  ticketSchema,
  type SupportResponse,
  type TicketResponse,
} from '@upheld/shared/api/ticket-records';
import { agreementPath, answers, reads } from './describe.ts';
import { findAgreement } from './find-agreement.ts';
import { ProblemError } from './problem.ts';
import type { ApiEnv, Readers } from './readers.ts';

const ticketPath = z.object({ id: z.string(), source: z.string(), ticket: z.string().max(200) });

/** GET /agreements/:id/tickets and /agreements/:id/tickets/:source/:ticket. */
export function ticketRoutes() {
  return new Hono<ApiEnv>()
    .get(
      '/agreements/:id/tickets',
      answers('How support stands now: open tickets, running clocks, what the desks say', supportSchema),
      reads('param', agreementPath),
      async (context) => context.json(await support(context.var.readers, context.req.valid('param').id)),
    )
    .get(
      '/agreements/:id/tickets/:source/:ticket',
      answers('Everything that is known of one ticket, and what follows from it', ticketSchema),
      reads('param', ticketPath),
      async (context) => context.json(await oneTicket(context.var.readers, context.req.valid('param'))),
    );
}

async function support(readers: Readers, id: string): Promise<SupportResponse> {
  const agreement = findAgreement(readers, id);
  const [desks, standings] = await Promise.all([desksOf(readers, agreement), readers.support(agreement)]);
  return { system: readers.system(), desks, standings };
}

async function oneTicket(
  readers: Readers,
  { id, source, ticket }: z.infer<typeof ticketPath>,
): Promise<TicketResponse> {
  const agreement = findAgreement(readers, id);
  const accounts = await readers.ticket(agreement, { source, ticket });
  if (accounts.length === 0) {
    throw new ProblemError(404, `No desk ${source} of ${id} knows the ticket ${ticket}`);
  }
  const desks = await desksOf(readers, agreement);
  return { system: readers.system(), desk: desks.find((desk) => desk.source === source) ?? null, accounts };
}

async function desksOf(readers: Readers, agreement: Agreement): Promise<SupportResponse['desks']> {
  const sources = await readers.sources(inForce(agreement, readers.now()));
  return sources.filter((source) => source.gives === 'tickets');
}
