// A store with three hours of samples: the first is sealed and its head rows are gone, the second is sealed twice
// and has them yet, the third is open. What is damaged in it is damaged in the file.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { verifyStore } from '@upheld/collector/operations/verify';
import { makeBlock, openBlock, type MadeBlock } from '@upheld/collector/store/blocks/block';
import { chainAfter } from '@upheld/collector/store/blocks/chain';
import { rowsOf, type SlotRow } from '@upheld/collector/store/blocks/hour';
import type { TableRow } from '@upheld/collector/store/copying';
import { openStore } from '@upheld/collector/store/registry';
import { slotPhase } from '@upheld/shared/time/slots';
import { anAgreement } from '../../builders/agreement.ts';
import { hour, minute, start } from '../../contracts/store-facts.ts';

/** The slots of `acme/api` in an hour. */
export const slotsOf = (from: number): number[] =>
  Array.from({ length: 60 }, (_, slot) => from + slotPhase('acme', 'api', minute) + slot * minute);

const place = { agreement: 'acme', source: 'api', vantage: 'main' };
const nothing = { reason: null, age_tenths: null, status: null };

/** Every tenth slot of an hour timed out. */
const rowsIn = (from: number): SlotRow[] =>
  slotsOf(from).map((at, slot) =>
    slot % 10 === 0
      ? { at, ...nothing, outcome: 1, reason: 'timeout', latency_tenths: null }
      : { at, ...nothing, outcome: 0, latency_tenths: 1200 + slot },
  );

/** The chain of a block after another: '' for the first. */
const chained = (before: string, { hash }: MadeBlock): string =>
  createHash('sha256').update(`${before}\n${hash}`).digest('hex');

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

const blockRow = (block: MadeBlock, sequence: number, chain: string): TableRow => ({
  ...{
    sequence,
    chain: bytes(chain),
    target: 1,
    hour: block.hour,
    version: block.version,
    sealed_at: block.hour + 2 * hour,
  },
  ...{ hash: bytes(block.hash), previous: block.previous === null ? null : bytes(block.previous) },
  ...{ samples: block.samples, not_ok: block.notOk, last_at: block.lastAt, data: block.data },
});

/** Made once: each test has a copy. */
let made: Promise<Buffer> | null = null;

/** The url of such a store, and its file. */
export async function sealedStore(): Promise<{ url: string; path: string; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-sealed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'upheld.db');
  made ??= make(join(folder, 'made.db'));
  await writeFile(path, await made);
  return { url: `sqlite:${path}`, path, folder };
}

async function make(path: string): Promise<Buffer> {
  const store = await openStore(`sqlite:${path}`);
  const [first, second, third] = [0, 1, 2].map((hours) => rowsIn(start + hours * hour));
  const sealed = makeBlock({ ...place, hour: start, version: 1 }, null, first ?? []);
  const early = makeBlock({ ...place, hour: start + hour, version: 1 }, null, (second ?? []).slice(1));
  const late = makeBlock({ ...place, hour: start + hour, version: 2 }, early.hash, second ?? []);
  const one = chained('', sealed);
  const two = chained(one, early);
  const three = chained(two, late);
  await store.writeRows('agreements', [{ id: 1, name: 'acme', revision: 3 }]);
  await store.writeRows('targets', [
    {
      ...{ id: 1, agreement: 1, source: 'api', vantage: 'main', sealed_until: start + 2 * hour },
      ...{ sealed_blocks: 3, sealed_chain: bytes(three) },
    },
  ]);
  await store.writeRows(
    'samples',
    [...(second ?? []), ...(third ?? [])].map((row) => ({ target: 1, ...row })),
  );
  await store.writeRows('blocks', [
    blockRow(sealed, 1, one),
    blockRow(early, 2, two),
    blockRow(late, 3, three),
  ]);
  await store.close();
  return await readFile(path);
}

/** Changes the file behind the store's back. */
export function damage(path: string, sql: string): void {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  database.exec(sql);
  database.close();
}

/** What `upheld verify` finds in it, by the names of the checks. */
export async function found(url: string, agreements = [anAgreement()]): Promise<Record<string, string[]>> {
  const store = await openStore(url);
  try {
    const checks = await verifyStore({
      ...{ store, agreements, until: start + 24 * hour },
      isProbed: (type) => type === 'http',
      readBlock: (block) => rowsOf(openBlock(block)),
      chainAfter,
    });
    return Object.fromEntries(
      checks.filter(({ count }) => count > 0).map(({ name, faults }) => [name, faults]),
    );
  } finally {
    await store.close();
  }
}
