// Reads one ticket of a desk that may have it no more. A desk that as a whole is out of reach, or that the token
// may not read any more, answers for each ticket as if there were none: only one that can still be read has lost it.
import { DeskStatusError } from './ask-desk.ts';

/**
 * What `read` gives; `gone` where the desk answers it with one of `statuses`, and `prove`, which asks for
 * something that the desk has whatever becomes of its tickets, does not throw.
 */
export async function unlessGone<Ticket>(
  statuses: readonly number[],
  read: () => Promise<Ticket>,
  prove: () => Promise<unknown>,
): Promise<Ticket | 'gone'> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof DeskStatusError) || !statuses.includes(error.status)) throw error;
  }
  await prove();
  return 'gone';
}
