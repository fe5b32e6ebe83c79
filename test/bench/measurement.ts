// What a judged quarter costs, beside a plain loop over the same columns in the same run, because machines
// differ and ratios less so. Reading facts from a store is in no figure. Run: pnpm run bench:measurement
import type { SampleSeries } from '@upheld/shared/facts/sample';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { indicatorInput, judgePart } from '@upheld/shared/evaluation/part';
import type { PartFacts } from '@upheld/shared/evaluation/part';
import { everyPromise } from '@upheld/shared/evaluation/promise-periods';
import type { Part } from '@upheld/shared/evaluation/promise-periods';
import { judgeTally } from '@upheld/shared/measurement/judge';
import { sumTallies, tallyOf } from '@upheld/shared/measurement/tally';
import type { Tally } from '@upheld/shared/measurement/tally';
import { anAgreement, anObjective, facts } from '../shared/evaluation/build.ts';
import { hoursOf } from '../shared/measurement/hours.ts';
import { mediansMs } from './median.ts';
import { countPlainly, samplesOf, samplesPerQuarter, windowOf } from './quarters.ts';
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

console.log(`${process.version}: medians after a warm-up, each beside a plain loop that ran in turn with it.
The plain loop counts ok and latency < 200 over the same typed arrays: ${samplesPerQuarter} samples, one quarter.`);
show(
  'From samples to a judged part: calendar, minutes, slots, exclusions, days, quantiles, verdict',
  judged(),
);
show('All of it at once', [['evaluateAgreement, 5 objectives', () => evaluate(quarter)]]);
show(
  'The same rows in memory in SQLite',
  sqliteQueries(quarter).map(({ name, run }) => [name, run]),
);
showGrowth();
showPortfolio();

function judged(): [string, () => unknown][] {
  return partsOf(windowOf(1))
    .slice(0, 3)
    .map((part) => [part.promised.name, () => judgePart(part, ['api'], known(quarter, part))]);
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

function known(series: SampleSeries, { window }: Part): PartFacts {
  return { facts: facts([series]), clocks: [], gaps: [], loadTests: [], exclusions: [], asOf: window.end };
}

function showGrowth(): void {
  console.log(
    '\nNanoseconds a sample at 1, 2 and 4 quarters in one window: a straight line has equal numbers',
  );
  for (const place of [0, 1, 2]) {
    const costs = [quarter, half, year].map((series, power) => {
      const part = partsOf(windowOf(2 ** power))[place];
      if (part === undefined) throw new RangeError(`no objective at ${place}`);
      return (
        (mediansMs(() => judgePart(part, ['api'], known(series, part)), plain)[0] * 1e6) / series.at.length
      );
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
      [`${agreements} agreements x ${objectives.length} objectives`, () => judgePortfolio(portfolio, terms)],
      [`plain loop over the samples of ${count} quarters`, () => plainly(count)],
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
  for (let place = 0; place < quarters; place++) counted += countPlainly(quarter);
  return counted;
}

function show(title: string, rows: [string, () => unknown][]): void {
  console.log(`\n${title}`);
  for (const [name, run] of rows) {
    const [ms, plainMs] = mediansMs(run, plain);
    const times = (ms / plainMs).toFixed(1).padStart(8);
    console.log(`  ${name.padEnd(64)}${shown(ms)}  ${times} x plain (${shown(plainMs).trim()})`);
  }
}

function shown(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 3 : 1)} ms`.padStart(12);
}
