// Statements of a quarter of five hundred agreements from tallies. Facts of one were put in; those of the others are
// copies of its targets and tallies in SQL. They have no blocks: a statement that needed one would be another.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { withConnection, type Engine, type Place } from './place.ts';
import type { QuarterSize } from './quarter.ts';
import { tableOf } from './table.ts';

export type PortfolioSize = { agreements: number; mostMs: number };

/** What is told to the process that judges, whose memory is its own. */
export type PortfolioRun = { url: string; size: QuarterSize; agreements: number; mostMs: number };

/** `judged` of the agreements within the time; `residentMiB` at the end, the most and before the first. */
export type PortfolioResult = { judged: number; ms: number; residentMiB: { most: number; before: number } };

/** The place is what showStatements left: agreement-0 is sealed and tallied. */
export async function showPortfolio(
  engine: Engine,
  place: Place,
  size: QuarterSize,
  { agreements, mostMs }: PortfolioSize,
): Promise<void> {
  const began = performance.now();
  await copyAgreements(place, agreements);
  const copiedMs = performance.now() - began;
  const { judged, ms, residentMiB } = await judgeAll({ url: place.url, size, agreements, mostMs });
  const title = `A portfolio, ${engine.name}: ${agreements} agreements of ${size.targets} targets and a quarter each, from tallies (copied in SQL from one in ${(copiedMs / 1000).toFixed(0)} s), one after the other in one process`;
  console.log(
    tableOf(
      title,
      ['', 'judged', 's', 'ms each', 's for all', 'RSS MiB', 'before'],
      [
        [
          'statements, each the same bytes as the first but for its name',
          String(judged),
          ms / 1000,
          ms / judged,
          (ms / judged) * (agreements / 1000),
          residentMiB.most,
          residentMiB.before,
        ],
      ],
    ),
  );
}

async function copyAgreements(place: Place, agreements: number): Promise<void> {
  const numbers = `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${agreements - 1})`;
  await withConnection(place, async ({ run }) => {
    await run(`${numbers} insert into agreements (name) select 'agreement-' || i from n`);
    await run(`insert into targets (agreement, source, vantage, sealed_until, changes)
      select a.id, t.source, t.vantage, t.sealed_until, t.changes from agreements a, targets t
      where a.name <> 'agreement-0' and t.agreement = (select id from agreements where name = 'agreement-0')`);
    await run(`insert into tallies (target, reading, day, until, data)
      select t.id, k.reading, k.day, k.until, k.data from targets t
      join targets o on o.source = t.source and o.vantage = t.vantage and o.id <> t.id
        and o.agreement = (select id from agreements where name = 'agreement-0')
      join tallies k on k.target = o.id`);
    await run('analyze');
  });
}

async function judgeAll(run: PortfolioRun): Promise<PortfolioResult> {
  const child = fork(fileURLToPath(new URL('portfolio-process.ts', import.meta.url)), [JSON.stringify(run)]);
  const exited = once(child, 'exit');
  const [answer] = await Promise.race([once(child, 'message'), exited.then(() => [null])]);
  await exited;
  if (answer === null) throw new Error('the process that judges the portfolio ended without an answer');
  return answer;
}
