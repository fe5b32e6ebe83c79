// Load tests, each kept once as it was first reported. They are few, so that their terms are kept as JSON.
import type { LoadTest, LoadTestTerm } from '@upheld/shared/facts/load-test';
import type { Insertable } from 'kysely';
import type { LoadTestConflict, LoadTestResult } from '../store.ts';
import { storedJson } from './json.ts';
import { agreementId, raiseRevision } from './revisions.ts';
import type { Db, LoadTestRow } from './tables.ts';

/** Call it inside a transaction: the tests and the revision belong together. */
export async function putLoadTests(db: Db, tests: LoadTest[]): Promise<LoadTestResult> {
  const result: LoadTestResult = { stored: 0, duplicates: 0, conflicts: [] };
  for (const [index, test] of tests.entries()) {
    const conflict = await putOne(db, test, index);
    if (conflict === 'stored') result.stored += 1;
    else if (conflict === 'duplicate') result.duplicates += 1;
    else result.conflicts.push(conflict);
  }
  return result;
}

/** By instant; at one instant in the order in which they came. */
export async function readLoadTests(db: Db, agreement: string): Promise<LoadTest[]> {
  const rows = await db
    .selectFrom('load_tests')
    .innerJoin('agreements', 'agreements.id', 'load_tests.agreement')
    .selectAll('load_tests')
    .where('agreements.name', '=', agreement)
    .orderBy('at')
    .orderBy('load_tests.id')
    .execute();
  return rows.map((row) => testFrom(agreement, row));
}

async function putOne(
  db: Db,
  test: LoadTest,
  index: number,
): Promise<'stored' | 'duplicate' | LoadTestConflict> {
  const columns = columnsOf(await agreementId(db, test.agreement), test);
  const { numInsertedOrUpdatedRows: added } = await db
    .insertInto('load_tests')
    .values(columns)
    .onConflict((conflict) => conflict.columns(['agreement', 'objective', 'name', 'at']).doNothing())
    .executeTakeFirst();
  if (added === 1n) {
    await raiseRevision(db, test.agreement, test.at);
    return 'stored';
  }
  const row = await keptRow(db, columns);
  const isEqual = row.users === columns.users && row.terms === columns.terms && row.tool === columns.tool;
  return isEqual ? 'duplicate' : { index, given: test, kept: testFrom(test.agreement, row) };
}

const keptRow = (db: Db, { agreement, objective, name, at }: Insertable<LoadTestRow>) =>
  db
    .selectFrom('load_tests')
    .selectAll()
    .where('agreement', '=', agreement)
    .where('objective', '=', objective)
    .where('name', '=', name)
    .where('at', '=', at)
    .executeTakeFirstOrThrow();

/** Terms in a fixed order and form, so that equal tests have equal columns. */
const columnsOf = (agreement: number, { objective, name, at, users, terms, tool }: LoadTest) => ({
  ...{ agreement, objective, name, at, users, tool },
  terms: JSON.stringify(terms.map((term) => ({ name: term.name, kept: term.kept }))),
});

const testFrom = (agreement: string, row: Omit<LoadTestRow, 'id'>): LoadTest => ({
  agreement,
  objective: row.objective,
  name: row.name,
  at: row.at,
  users: row.users,
  terms: storedJson<LoadTestTerm[]>(row.terms),
  tool: row.tool,
});
