// Moves everything to another store, and proves that both hold the same.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Instant } from '@upheld/shared/time/instant';
import type { Store } from '../store/store.ts';
import { compareTable, type ComparedTable } from './compare-tables.ts';
import { copyRows } from './copy-rows.ts';
import type { Check } from './findings.ts';
import { OperationError } from './operation-error.ts';
import { periodsBegun } from './periods.ts';
import { isEmpty, nameOf, within, type Stores } from './stores.ts';
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

/** Stops comparing at the first difference. Throws an `OperationError` where `to` may not be filled. */
export async function moveStore(parts: MoveParts): Promise<Moved> {
  const { stores, from, to, resumes } = parts;
  return within(stores, from, { isReader: true }, async (source) => {
    await asOfNow({ store: source }, () =>
      within(stores, to, {}, async (target) => {
        if (!resumes && !(await isEmpty(target))) throw notEmpty(nameOf(to, stores));
        await copyRows(source, target);
      }),
    );
    const compared = await within(stores, to, { isReader: true }, (target) =>
      compareStores(parts, source, target),
    );
    return { ...compared, checks: await stores.verify(to) };
  });
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

const notEmpty = (name: string): OperationError =>
  new OperationError(
    `${name} holds facts already; name an empty store, or add --resume where a move was interrupted`,
  );
