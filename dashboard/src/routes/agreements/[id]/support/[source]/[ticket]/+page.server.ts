// Everything that is known of one ticket.
import { ticketPage } from '#lib/pages/ticket.ts';
import { readAgreement, readTicket } from '#lib/server/collector.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params }) => {
  const { id, source, ticket } = params;
  const [{ agreement }, response] = await Promise.all([
    readAgreement(fetch, id, null),
    readTicket(fetch, id, { source, ticket }),
  ]);
  const view = ticketPage(response, agreement, source);
  return {
    title: `Ticket ${ticket}, ${agreement.name}`,
    crumb: `Ticket ${ticket}`,
    ...{ system: response.system, agreement, view },
    simulated: agreement.simulated,
    headline: view.headline,
    asOf: view.asOf,
    zone: view.zone,
  };
};
