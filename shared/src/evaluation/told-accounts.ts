// The accounts of a ticket together with when each of its events was told.
import type { TicketAccount } from '../tickets/ticket-account.ts';
import { toldEvents, type ToldEvent } from '../tickets/told-events.ts';
import type { MatrixAccount } from './support.ts';

export type ToldAccount = Omit<MatrixAccount, 'account'> & {
  account: Omit<TicketAccount, 'events'> & { events: ToldEvent[] };
};

/** `told` are the events of every ticket that the accounts tell of; one that is not among them has nulls. */
export function toldAccounts(accounts: MatrixAccount[], told: ToldEvent[]): ToldAccount[] {
  return accounts.map(({ account, ...matrix }) => ({
    ...matrix,
    account: { ...account, events: toldEvents(account.events, told) },
  }));
}
