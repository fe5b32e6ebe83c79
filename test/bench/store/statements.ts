// One quarter's statement of one agreement: from head rows, from blocks alone, and from tallies, each beside a plain
// loop over the rows of the same engine; and what sealing, retiring and reading cost on the way.
import type { Store } from '@upheld/collector/store/store';
import { withConnection, withStore, type Connection, type Engine, type Place } from './place.ts';
import {
  agreementOf,
  fillQuarter,
  quarter,
  quarterTargets,
  rowsOfQuarter,
  statementFrom,
  type QuarterSize,
} from './quarter.ts';
import { takenAt, type Stages } from './bytes.ts';
import { hoursAtOnce, retireAll, sealAll } from './sealing.ts';
import { hourMs } from './story.ts';
import { tableOf } from './table.ts';

const thresholdTenths = 2_000;

/** Ends with a place whose hours are all sealed, whose head rows are gone and whose tallies are there. */
export async function showStatements({ name }: Engine, place: Place, size: QuarterSize): Promise<Stages> {
  await fillQuarter(place, size);
  const taken = () => takenAt(name, place, rowsOfQuarter(size));
  const heads = await taken();
  const plain = await withConnection(place, (connection) => countPlainly(connection, size));
  const fromHeads = await judge(place, size, { fromTallies: false, runs: 2 });
  const sealed = await withStore(place, sealAll);
  const retired = await withStore(place, retireAll);
  if (retired.rows !== rowsOfQuarter(size)) throw new Error(`${retired.rows} rows went`);
  const blocks = await taken();
  const fromBlocks = await judge(place, size, { fromTallies: false, runs: 2 });
  const tallying = await judge(place, size, { fromTallies: true, runs: 1 });
  const fromTallies = await judge(place, size, { fromTallies: true, runs: 5 });
  for (const { statement } of [fromBlocks, tallying, fromTallies]) {
    if (statement !== fromHeads.statement) throw new Error('the statement is another than from head rows');
  }
  const lines = {
    'head rows': fromHeads,
    blocks: fromBlocks,
    'blocks, tallies built': tallying,
    tallies: fromTallies,
  };
  const rows = Object.entries(lines).map(([what, { ms, workMs, hours, readMs }]) => {
    const slower = `${(ms / plain.ms).toFixed(2)}x`;
    return [what, ms, slower, workMs, (fromBlocks.workMs / workMs).toFixed(1), String(hours), readMs];
  });
  const title = `One quarter's statement, ${name}: ${size.targets} targets every minute, ${rowsOfQuarter(size).toLocaleString('en')} samples, three promises of each; the same bytes from all`;
  console.log(
    tableOf(
      title,
      [
        ...['from', 'ms', 'of a plain loop', 'ms of work, all threads', 'times less than blocks'],
        ...['hours of samples read', 'ms of them'],
      ],
      [['plain loop: SELECT and count', plain.ms, '', '', '', '', ''], ...rows],
    ),
  );
  console.log(`  sealing ${rate(sealed.hours, sealed.ms)} hours/s, ${hoursAtOnce} a call`);
  console.log(`  letting go of head rows ${rate(retired.rows, retired.ms)} rows/s`);
  return { heads, blocks, tallies: await taken() };
}

const rate = (count: number, ms: number): string => Math.round((count / ms) * 1000).toLocaleString('en');

/** `workMs`: CPU time of all threads of this process; that of a server is not in it. */
type Judged = { statement: string; ms: number; workMs: number; hours: number; readMs: number };

/** The fastest of some runs; `hours` are those of which samples were asked for, whether blocks or rows held them. */
function judge(
  place: Place,
  size: QuarterSize,
  { fromTallies, runs }: { fromTallies: boolean; runs: number },
): Promise<Judged> {
  const agreement = agreementOf('agreement-0', size);
  return withStore(place, async (store) => {
    const judged: Judged[] = [];
    for (let run = 0; run < runs; run++) {
      const { counted, count } = counting(store);
      const [began, before] = [performance.now(), process.cpuUsage()];
      const statement = await statementFrom(counted, agreement, fromTallies);
      const ms = performance.now() - began;
      const { user, system } = process.cpuUsage(before);
      judged.push({ statement: JSON.stringify(statement), ms, workMs: (user + system) / 1000, ...count });
    }
    return judged.reduce((best, each) => (each.ms < best.ms ? each : best));
  });
}

/** Sources are read beside each other, so that `readMs` is the sum of what each waited. */
function counting(store: Store) {
  const count = { hours: 0, readMs: 0 };
  const readSamples: Store['readSamples'] = async (query) => {
    const began = performance.now();
    const series = await store.readSamples(query);
    count.readMs += performance.now() - began;
    count.hours += Math.max(0, Math.ceil(query.end / hourMs) - Math.floor(query.start / hourMs));
    return series;
  };
  return { counted: { ...store, readSamples }, count };
}

/** What is ok and what was answered in under 200 ms, of each target, in the plainest way. */
async function countPlainly({ select }: Connection, size: QuarterSize) {
  const began = performance.now();
  const counts = { rows: 0, ok: 0, fast: 0 };
  for (const { source } of quarterTargets(size)) {
    const rows = await select(`select at, outcome, latency_tenths from samples
      where target = (select id from targets where source = '${source}') and at >= ${quarter.start} and at < ${quarter.end} order by at`);
    for (const [, outcome, latency] of rows) {
      counts.rows += 1;
      if (outcome === 0) counts.ok += 1;
      if (latency !== null && Number(latency) < thresholdTenths) counts.fast += 1;
    }
  }
  if (counts.rows !== rowsOfQuarter(size)) throw new Error(`the plain loop read ${counts.rows} rows`);
  return { ...counts, ms: performance.now() - began };
}
