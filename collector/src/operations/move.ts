// Moves everything to another store, and proves that both hold the same.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Instant } from '@upheld/shared/time/instant';
import type { Store } from '../store/store.ts';
import { compareTable, type ComparedTable } from './compare-tables.ts';
import { fill, markWhole } from './fill.ts';
import type { Check } from './findings.ts';
import { periodsBegun } from './periods.ts';
import { OperationError } from './operation-error.ts';
import { isDamage, within, type Stores } from './stores.ts';
import { asOfNow } from './verify.ts';

export type MoveParts = {
  stores: Stores;
  from: string;
  to: string;
  /** Whether `to` may hold what a move that was interrupted left. */
  resumes: boolean;
  agreements: readonly Agreement[];
  /** The statement of a period, judged from a store. */
  statement(store: Store, agreement: Agreement, period: string, asOf: Instant): Promise<unknown>;
  now: Instant;
};

/** `difference`: the first one in words, or null. */
export type ComparedStatements = { compared: number; difference: string | null };

export type Moved = { tables: ComparedTable[]; statements: ComparedStatements; checks: Check[] };

/**
 * Stops comparing at the first difference; `to` opens for others only where there is none. Throws an `OperationError`
 * where `to` may not be filled or processes share `from`, and a `StoreError` (`in-use`) where somebody writes a file
 * that is `from`.
 */
export async function moveStore(parts: MoveParts): Promise<Moved> {
  const { stores, from } = parts;
  return within(stores, from, { isReader: true }, async (source) => {
    const letGo = stores.fileOf(from)?.hold();
    try {
      await refuseShared(source, stores.nameOf(from));
      return await moveFrom(source, parts);
    } finally {
      letGo?.();
    }
  });
}

/** What they write while it is copied would be found as a difference, and nothing that was copied could be used. */
async function refuseShared(source: Store, name: string): Promise<void> {
  const running = await source.countHolders();
  if (running === 0) return;
  const [who, them] =
    running === 1 ? ['1 process of Upheld runs', 'it'] : [`${running} processes of Upheld run`, 'them all'];
  throw new OperationError(
    `${who} on ${name}, or did a few seconds ago; stop ${them}, wait 15 seconds where one was killed, and run this again`,
  );
}

async function moveFrom(source: Store, parts: MoveParts): Promise<Moved> {
  const { stores, to, resumes } = parts;
  const place = { name: stores.nameOf(to), command: 'migrate-storage', resumes };
  await asOfNow({ store: source }, () =>
    within(stores, to, { mayBeUnfinished: resumes }, (target) => fill(source, target, place)),
  );
  const compared = await within(stores, to, { isReader: true, mayBeUnfinished: true }, (target) =>
    compareStores(parts, source, target),
  );
  const moved = { ...compared, checks: await stores.verify(to, { mayBeUnfinished: true }) };
  if (differenceIn(moved) === null) await markWhole(stores, to);
  return moved;
}

/** The first one in words, or null. */
export function differenceIn({ tables, statements, checks }: Moved): string | null {
  const table = tables.find(({ difference }) => difference !== null);
  if (table !== undefined) return `${table.table}, ${table.difference}`;
  if (statements.difference !== null) return statements.difference;
  return checks.filter(isDamage).flatMap(({ faults }) => faults)[0] ?? null;
}

/** The source is read as it is by now: what came to it meanwhile is a difference. */
async function compareStores(parts: MoveParts, source: Store, target: Store): Promise<Omit<Moved, 'checks'>> {
  const tables: ComparedTable[] = [];
  for (const table of await source.tables()) {
    const compared = await asOfNow({ store: source }, () => compareTable(source, target, table));
    tables.push(compared);
    if (compared.difference !== null) return { tables, statements: { compared: 0, difference: null } };
  }
  return { tables, statements: await compareStatements(parts, source, target) };
}

async function compareStatements(
  { agreements, statement, now }: MoveParts,
  source: Store,
  target: Store,
): Promise<ComparedStatements> {
  let compared = 0;
  for (const agreement of agreements) {
    for (const period of periodsBegun(agreement, now)) {
      const [one, other] = await Promise.all(
        [source, target].map(async (store) => JSON.stringify(await statement(store, agreement, period, now))),
      );
      compared += 1;
      if (one !== other) return { compared, difference: `the statement of ${agreement.name} for ${period}` };
    }
  }
  return { compared, difference: null };
}
