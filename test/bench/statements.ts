// What one quarter's statement costs from head rows, from blocks and from tallies: ten targets that are asked every
// 60 s, their availability, error rate and latency. Run: node test/bench/statements.ts [targets]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluateFrom, type Evaluate } from '@upheld/collector/evaluation/evaluator';
import { openStore } from '@upheld/collector/store/registry';
import type { NewSample, Store } from '@upheld/collector/store/store';
import { anAgreement, anObjective, aSource } from '../shared/evaluation/build.ts';

const MINUTE = 60_000;
const quarter = { start: Date.UTC(2026, 6, 1), end: Date.UTC(2026, 9, 1) };
const targets = Number(process.argv[2] ?? 10);
const sources = Array.from({ length: targets }, (_, place) => `api-${place}`);
const quarterly = { period: 'quarter' } as const;
const agreement = anAgreement({
  sources: sources.map((name) => aSource({ name })),
  objectives: [
    anObjective({ ...quarterly, indicator: { type: 'availability', sources } }),
    anObjective({
      ...quarterly,
      name: 'latency',
      indicator: { type: 'latency', sources, threshold: '200ms' },
    }),
    anObjective({
      ...{ ...quarterly, name: 'errors', indicator: { type: 'error-rate', sources } },
      objective: { op: '<', target: '0.1%', timeSliceTarget: '50%' },
    }),
  ],
});
const asked = { agreement, exclusions: [], period: '2026-Q3', asOf: quarter.end + 1 };

const folder = await mkdtemp(join(tmpdir(), 'upheld-bench-'));
const store = await openStore(`sqlite:${join(folder, 'upheld.db')}`);
try {
  for (const source of sources) await fill(store, source);
  const plain = evaluateFrom(store, () => true, undefined, { fromTallies: false });
  const tallied = evaluateFrom(store, () => true);
  const shown = new Map<string, string>();
  const run = async (name: string, evaluate: Evaluate, times = 5) => {
    const [took, worked]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < times; turn++) {
      const [started, before] = [performance.now(), process.cpuUsage()];
      const statement = await evaluate(asked);
      const { user, system } = process.cpuUsage(before);
      took.push(performance.now() - started);
      worked.push((user + system) / 1000);
      shown.set(name, JSON.stringify(statement));
    }
    const [ms, workMs] = [medianOf(took), medianOf(worked)];
    console.log(
      `  ${name.padEnd(44)}${ms.toFixed(1).padStart(10)} ms${workMs.toFixed(1).padStart(10)} ms of work, all threads`,
    );
    return workMs;
  };
  console.log(`${process.version}, SQLite: one quarter, ${targets} targets at 60 s, 3 promises over them`);
  await run('from head rows', plain);
  while (!(await store.sealHours({ before: quarter.end, most: 5_000 })).isDone);
  while (!(await store.retireHeads({ before: quarter.end, most: 5_000 })).isDone);
  const fromBlocks = await run('from blocks', plain);
  await run('from blocks, and tallied (the first time)', tallied, 1);
  const fromTallies = await run('from tallies', tallied, 9);
  console.log(`  tallies are ${(fromBlocks / fromTallies).toFixed(1)} times less work than blocks`);
  if (new Set(shown.values()).size !== 1) throw new Error('the statements differ');
} finally {
  await store.close();
  await rm(folder, { recursive: true, force: true });
}

function medianOf(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}

async function fill(to: Store, source: string): Promise<void> {
  let random = source.length * 7 + Number(source.slice(4));
  const next = () => (random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  for (let start = quarter.start; start < quarter.end; start += 10_000 * MINUTE) {
    const end = Math.min(quarter.end, start + 10_000 * MINUTE);
    const samples = Array.from({ length: (end - start) / MINUTE }, (_, minute): NewSample => {
      const place = { agreement: 'acme', source, vantage: 'main', at: start + minute * MINUTE };
      const drawn = next();
      if (drawn < 0.001) return { ...place, outcome: 'bad', reason: 'timeout', latencyMs: null };
      if (drawn < 0.002) return { ...place, outcome: 'unmeasured', reason: 'stopped', latencyMs: null };
      return {
        ...place,
        outcome: 'ok',
        reason: null,
        latencyMs: Math.round(300 + next() * next() * 3000) / 10,
      };
    });
    await to.putSamples(samples);
  }
}
