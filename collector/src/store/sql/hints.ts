// What desks told whichever process took their webhooks, for the one that collects them.
import type { Desk } from '../store.ts';
import { agreementId } from './revisions.ts';
import type { Db } from './tables.ts';

/** Stands for any ticket. */
const any = '';

/** Call it inside a transaction. */
export async function putHint(db: Db, desk: Desk, tickets: readonly string[]): Promise<void> {
  const place = { agreement: await agreementId(db, desk.agreement), source: desk.source };
  const named = tickets.length === 0 ? [any] : [...new Set(tickets)].toSorted();
  await db
    .insertInto('hints')
    .values(named.map((ticket) => ({ ...place, ticket })))
    .onConflict((conflict) => conflict.columns(['agreement', 'source', 'ticket']).doNothing())
    .execute();
}

/** Call it inside a transaction. In the order of agreements, desks and tickets; a desk without hints is left out. */
export async function takeHints(db: Db, desks: readonly Desk[]): Promise<(Desk & { tickets: string[] })[]> {
  const waiting = await db
    .selectFrom('hints')
    .innerJoin('agreements', 'agreements.id', 'hints.agreement')
    .select(['hints.agreement as id', 'agreements.name as agreement', 'hints.source', 'hints.ticket'])
    .orderBy('agreements.name')
    .orderBy('hints.source')
    .orderBy('hints.ticket')
    .execute();
  const asked = new Set(desks.map(keyOf));
  const taken = Map.groupBy(
    waiting.filter((hint) => asked.has(keyOf(hint))),
    keyOf,
  );
  const given: (Desk & { tickets: string[] })[] = [];
  for (const hints of taken.values()) {
    const [first] = hints;
    if (first === undefined) continue;
    const tickets = hints.map(({ ticket }) => ticket);
    await db
      .deleteFrom('hints')
      .where('agreement', '=', first.id)
      .where('source', '=', first.source)
      .where('ticket', 'in', tickets)
      .execute();
    given.push(...toldOf(first, tickets));
  }
  return given;
}

/** That something changed beside what is named is a hint of its own. */
function toldOf({ agreement, source }: Desk, tickets: string[]): (Desk & { tickets: string[] })[] {
  const named = tickets.filter((ticket) => ticket !== any);
  const desk = { agreement, source };
  return [
    ...(tickets.includes(any) ? [{ ...desk, tickets: [] }] : []),
    ...(named.length > 0 ? [{ ...desk, tickets: named }] : []),
  ];
}

function keyOf({ agreement, source }: Desk): string {
  return JSON.stringify([agreement, source]);
}
