// Which replies of Request Tracker were sent by a program: it keeps an out-of-office mail as any reply of
// whoever is out, and only the headers of the message tell.
import { isAutoSubmitted } from '../auto-submitted.ts';
import { attachmentPage, type Transaction } from './answers.ts';
import type { AskTracker } from './desk.ts';

/** So many stand in an address that servers accept. */
const most = 50;

/** The ids of the replies among `rows` that a program sent. No content of a message is asked for. */
export async function autoSubmittedOf(ask: AskTracker, rows: Transaction[]): Promise<Set<number>> {
  const replies = rows.filter(({ type }) => type === 'Correspond').map(({ id }) => id);
  const found = new Set<number>();
  for (let from = 0; from < replies.length; from += most) {
    const asked = { path: 'attachments', query: queryFor(replies.slice(from, from + most)) };
    const { value } = await ask(asked, attachmentPage);
    for (const { TransactionId: id, Headers } of value.items) if (isAutoSubmitted(Headers)) found.add(id);
  }
  return found;
}

/** The outermost part of a message has no parent, and the headers of the mail. */
function queryFor(replies: number[]): Record<string, string> {
  const conditions = [
    { field: 'Parent', value: 0 },
    ...replies.map((value) => ({ field: 'TransactionId', value, entry_aggregator: 'OR' })),
  ];
  return { query: JSON.stringify(conditions), fields: 'TransactionId,Headers', per_page: '100' };
}
