// How fast samples become durable and how fast a quarter is read, beside a plain loop of prepared INSERTs on
// the same disk in the same run: machines differ, ratios less so. Run: node test/bench/store.ts
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '@upheld/collector/store/registry';
import type { NewSample } from '@upheld/collector/store/store';

/** 91 days of minutes. */
const rows = 131_040;
const rowsPerBatch = 500;
const start = 1_782_864_000_000;
const everything = { agreement: 'acme', source: 'api', start: 0, end: 8e15 };

const sample = (index: number): NewSample => ({
  agreement: 'acme',
  source: 'api',
  vantage: 'main',
  at: start + index * 60_000,
  outcome: 'ok',
  reason: null,
  latencyMs: (index % 3000) / 10,
});

const batches = Array.from({ length: Math.ceil(rows / rowsPerBatch) }, (_, batch) =>
  Array.from({ length: Math.min(rowsPerBatch, rows - batch * rowsPerBatch) }, (_, row) =>
    sample(batch * rowsPerBatch + row),
  ),
);

const folder = await mkdtemp(join(tmpdir(), 'upheld-bench-'));
try {
  const plain = measurePlain(join(folder, 'plain.db'));
  const store = await measureStore(`sqlite:${join(folder, 'upheld.db')}`);
  console.log(`${rows} samples, durable in batches of ${rowsPerBatch}; time as a multiple of the plain loop`);
  console.log(line('write', store.writeMs, plain.writeMs));
  console.log(line('read', store.readMs, plain.readMs));
} finally {
  await rm(folder, { recursive: true });
}

function measurePlain(path: string) {
  const database = new DatabaseSync(path);
  database.exec(`pragma journal_mode = wal; pragma synchronous = full;
    create table samples (target integer, at integer, outcome integer, reason text, latency integer,
    primary key (target, at)) strict, without rowid`);
  const insert = database.prepare('insert into samples values (1, ?, 0, null, ?)');
  const began = performance.now();
  for (const batch of batches) {
    database.exec('begin');
    for (const { at, latencyMs } of batch) insert.run(at, Math.floor((latencyMs ?? 0) * 10));
    database.exec('commit');
  }
  const wrote = performance.now();
  const read = database.prepare('select at, outcome, latency from samples order by at').all().length;
  const done = performance.now();
  database.close();
  if (read !== rows) throw new Error(`read ${read} of ${rows} rows`);
  return { writeMs: wrote - began, readMs: done - wrote };
}

async function measureStore(url: string) {
  const store = await openStore(url);
  const began = performance.now();
  for (const batch of batches) await store.putSamples(batch);
  const wrote = performance.now();
  const [series] = await store.readSamples(everything);
  const done = performance.now();
  await store.close();
  if (series?.at.length !== rows) throw new Error(`read ${series?.at.length} of ${rows} rows`);
  return { writeMs: wrote - began, readMs: done - wrote };
}

function line(what: string, storeMs: number, plainMs: number): string {
  const rate = Math.round((rows / storeMs) * 1000);
  return `${what.padEnd(6)} store ${storeMs.toFixed(0)} ms (${rate} rows/s)  plain ${plainMs.toFixed(0)} ms  ratio ${(storeMs / plainMs).toFixed(2)}`;
}
