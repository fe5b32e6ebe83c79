// What waits of the hints that a desk gave: which tickets are to be read, and whether it is to be polled.
export type WaitingHints = {
  add(tickets: readonly string[]): void;
  /** Whether a poll is the only thing that waits. */
  isPollOnly(): boolean;
  /** Takes what is next: a ticket, then the poll (null); undefined where nothing waits. */
  take(): string | null | undefined;
  /** A poll stands for everything that waits. */
  pollInstead(): void;
  isEmpty(): boolean;
};

/** More tickets at once mean that much has happened: polling tells it with fewer requests. */
const mostTickets = 1_000;

/** Nothing waits. `readsTickets`: whether the desk tells of single ones. */
export function createWaitingHints(readsTickets: boolean): WaitingHints {
  const waiting = new Set<string>();
  let polls = false;
  const pollInstead = () => {
    waiting.clear();
    polls = true;
  };
  return {
    add(tickets) {
      if (!readsTickets || tickets.length === 0) polls = true;
      else for (const ticket of tickets) waiting.add(ticket);
      if (waiting.size > mostTickets) pollInstead();
    },
    isPollOnly: () => waiting.size === 0,
    take() {
      const [ticket] = waiting;
      if (ticket !== undefined) {
        waiting.delete(ticket);
        return ticket;
      }
      if (!polls) return undefined;
      polls = false;
      return null;
    },
    pollInstead,
    isEmpty: () => waiting.size === 0 && !polls,
  };
}
