// What is asked of a Zendesk beside its tickets' histories: which are open, whether filters are heeded, and who asks.
import { SyncError, type NegativeControl } from '../../connectors/connector.ts';
import { cursorPages, type AskZendesk } from './desk.ts';
import { isOurs, standingOf, type MeaningTerms } from './meaning.ts';
import { currentUser, searchCount, searchPage } from './records.ts';

/** The ids of the tickets that are open now. The search may not know yet what changed within the last minutes. */
export async function* openTickets(terms: MeaningTerms, ask: AskZendesk): AsyncGenerator<string[]> {
  const query = { query: 'status<solved', 'filter[type]': 'ticket' };
  for await (const { value } of cursorPages(ask, { path: 'search/export', query }, searchPage)) {
    const open = value.results.filter((ticket) => {
      const status = { status: ticket.status, custom: String(ticket.custom_status_id ?? '') };
      return isOurs(ticket, terms) && standingOf(status, terms) !== 'resolved';
    });
    yield open.map(({ id }) => String(id));
  }
}

/** No ticket was created in the future: a search that finds some does not heed what it is asked. */
export async function searchTheFuture(ask: AskZendesk): Promise<NegativeControl> {
  const query = { query: 'type:ticket created>2100-01-01' };
  const { value } = await ask({ path: 'search/count', query }, searchCount);
  return { asked: 'tickets created after 2100-01-01', found: value.count };
}

/** Zendesk answers strangers, too, here; everything else that it has, it has for those whom it knows. */
export async function proveCaller(ask: AskZendesk): Promise<void> {
  const { value } = await ask({ path: 'users/me' }, currentUser);
  if (value.user.id === null) {
    throw new SyncError('the desk does not know the credentials', { reason: 'refused' });
  }
}
