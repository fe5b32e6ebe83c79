// What a judged quarter costs, beside a plain loop over the same columns and beside the same work done in the
// plainest way, in the same run, because machines differ and ratios less so. Reading facts from a store is in no figure. Run: pnpm run bench:measurement
import type { SampleSeries } from '@upheld/shared/facts/sample';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { indicatorInput, judgePart } from '@upheld/shared/evaluation/part';
import type { PartFacts } from '@upheld/shared/evaluation/part';
import { everyPromise } from '@upheld/shared/evaluation/promise-periods';
import type { Part } from '@upheld/shared/evaluation/promise-periods';
import { judgeTally } from '@upheld/shared/measurement/judge';
import { sumTallies, tallyOf } from '@upheld/shared/measurement/tally';
import type { Tally } from '@upheld/shared/measurement/tally';
import { scheduledMinutes } from '@upheld/shared/time/scheduled-minutes';
import { always, anAgreement, anObjective, facts } from '../shared/evaluation/build.ts';
import { hoursOf } from '../shared/measurement/hours.ts';
import { mediansMs } from './median.ts';
import {
  countPlainly,
  countScheduled,
  rankBySorting,
  samplesOf,
  samplesPerQuarter,
  windowOf,
} from './quarters.ts';
import { sqliteQueries } from './sqlite.ts';

const agreements = 100;
const quarterly = { period: 'quarter' } as const;
const latency = { type: 'latency', sources: ['api'], threshold: '200ms' };
const objectives = [
  anObjective({ ...quarterly, name: 'availability' }),
  anObjective({ ...quarterly, name: 'latency', indicator: latency }),
  anObjective({
    ...{ ...quarterly, name: 'error-rate', indicator: { type: 'error-rate', sources: ['api'] } },
    objective: { op: '<', target: '0.1%', timeSliceTarget: '50%' },
  }),
  anObjective({
    ...quarterly,
    name: 'availability-any',
    indicator: { type: 'availability', sources: ['api'], combine: 'any' },
  }),
  anObjective({ ...quarterly, name: 'latency-500', indicator: { ...latency, threshold: '500ms' } }),
];
const agreement = anAgreement({ objectives });
const [quarter, half, year] = [samplesOf(1), samplesOf(2), samplesOf(4)];
const plain = () => countPlainly(quarter);
const scheduled = scheduledMinutes(always, windowOf(1));
const count = () => countScheduled(quarter, scheduled);
const countAndSort = () => [count(), rankBySorting(quarter)];

console.log(`${process.version}: medians after a warm-up, each beside yardsticks that ran in turn with it.
The plain loop counts ok and latency < 200 over the same typed arrays: ${samplesPerQuarter} samples, one quarter.
The same work done plainly counts both in scheduled minutes, and for quantiles sorts the times.`);
show('From samples to a judged part: calendar, minutes, slots, exclusions, days, quantiles, verdict', [
  { name: 'availability', run: judging(0), same: count },
  { name: 'latency', run: judging(1), same: countAndSort },
  { name: 'error-rate', run: judging(2), same: count },
]);
show('All of it at once', [
  {
    name: 'evaluateAgreement, 5 objectives, 2 of them latency',
    run: () => evaluate(quarter),
    same: () => [count(), countAndSort(), count(), count(), countAndSort()],
    quarters: objectives.length,
  },
]);
show('The same rows in memory in SQLite', sqliteQueries(quarter));
showGrowth();
showPortfolio();

function judging(place: number): () => unknown {
  const part = partOf(place, windowOf(1));
  return () => judgePart(part, ['api'], known(quarter, part));
}

function evaluate(series: SampleSeries) {
  const asOf = windowOf(1).end + 1;
  return evaluateAgreement({ agreement, exclusions: [], period: '2026-Q3', facts: facts([series]), asOf });
}

/** The objectives of the agreement over any window, not only over its periods. */
function partsOf(window: Part['window']): Part[] {
  return everyPromise(agreement).flatMap(({ versions }) =>
    versions.map((version) => ({ ...version, window })),
  );
}

function partOf(place: number, window: Part['window']): Part {
  const part = partsOf(window)[place];
  if (part === undefined) throw new RangeError(`no objective at ${place}`);
  return part;
}

function known(series: SampleSeries, { window }: Part): PartFacts {
  return { facts: facts([series]), clocks: [], gaps: [], loadTests: [], exclusions: [], asOf: window.end };
}

function showGrowth(): void {
  console.log(
    '\nNanoseconds a sample at 1, 2 and 4 quarters in one window: a straight line has equal numbers',
  );
  for (const place of [0, 1, 2]) {
    const costs = [quarter, half, year].map((series, power) => {
      const part = partOf(place, windowOf(2 ** power));
      const [ms = NaN] = mediansMs([() => judgePart(part, ['api'], known(series, part)), plain]);
      return (ms * 1e6) / series.at.length;
    });
    console.log(
      `  ${(objectives[place]?.name ?? '').padEnd(72)}${costs.map((cost) => cost.toFixed(1).padStart(8)).join('')}`,
    );
  }
}

/** Every agreement has tallies of its own, as a store would give them. */
function showPortfolio(): void {
  const portfolio = Array.from({ length: agreements }, () => partsOf(windowOf(1)).map(hourTallies));
  const count = portfolio.length * objectives.length;
  const terms = partsOf(windowOf(1)).map(({ promised }) => promised.judging);
  show(
    `A portfolio from tallies: ${count} objectives of ${hoursOf(windowOf(1)).length} hours, summed and judged`,
    [
      {
        name: `${agreements} agreements x ${objectives.length} objectives`,
        run: () => judgePortfolio(portfolio, terms),
        quarters: count,
      },
      {
        name: `plain loop over the samples of ${count} quarters`,
        run: () => plainly(count),
        quarters: count,
      },
    ],
  );
}

function hourTallies(part: Part): Tally[] {
  const measured = part.promised.indicator.measure(indicatorInput(part, ['api'], known(quarter, part)));
  if (measured.by !== 'minutes' && measured.by !== 'events') throw new TypeError(measured.by);
  return hoursOf(part.window).map((hour) => tallyOf(measured, hour));
}

function judgePortfolio(portfolio: Tally[][][], terms: Part['promised']['judging'][]) {
  return portfolio.map((promises) =>
    promises.map((tallies, place) => {
      const own = terms[place];
      return own && judgeTally(sumTallies(tallies), own).verdict;
    }),
  );
}

function plainly(quarters: number): number {
  let counted = 0;
  for (let place = 0; place < quarters; place++) counted += countPlainly(quarter).ok;
  return counted;
}

/** `quarters` are those whose samples a run judges, one unless said; `same` does its work plainly. */
type Row = { name: string; run: () => unknown; same?: () => unknown; quarters?: number };

function show(title: string, rows: Row[]): void {
  console.log(`\n${title}`);
  for (const { name, run, same, quarters = 1 } of rows) {
    const [ms = NaN, plainMs = NaN, sameMs] = mediansMs([run, plain, ...(same ? [same] : [])]);
    const beside = [
      `${times(ms, plainMs)} x plain (${shown(plainMs)})`,
      ...(sameMs === undefined ? [] : [`${times(ms, sameMs)} x the same done plainly (${shown(sameMs)})`]),
    ];
    const perSample = ((ms * 1e6) / (quarters * samplesPerQuarter)).toFixed(2).padStart(9);
    console.log(`  ${name.padEnd(64)}${shown(ms).padStart(11)}${perSample} ns/sample${beside.join('')}`);
  }
}

function times(ms: number, besideMs: number): string {
  return (ms / besideMs).toFixed(1).padStart(8);
}

function shown(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 3 : 1)} ms`;
}
