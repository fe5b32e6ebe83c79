// One agreement with ten targets that were asked every minute of the third quarter of 2026, and its statement.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Statement } from '@upheld/shared/evaluation/statement';
import { evaluateFrom } from '@upheld/collector/evaluation/evaluator';
import { openStore } from '@upheld/collector/store/registry';
import type { NewSample, Store } from '@upheld/collector/store/store';
import { anAgreement, anObjective, aSource } from '../../shared/evaluation/build.ts';
import type { Place } from './place.ts';
import { numbersIn, rowsOf } from './rows.ts';
import { hourMs, take, targetsOf, tell, type Target } from './story.ts';

export const period = '2026-Q3';
export const quarter = { start: Date.UTC(2026, 6, 1), end: Date.UTC(2026, 9, 1) };
const minute = 60_000;
const dayMs = 24 * hourMs;
const rowsAtOnce = 1_000;

/** Of `days`, the first of the quarter: a quick run has no more facts. */
export type QuarterSize = { targets: number; days: number };

export const rowsOfQuarter = ({ targets, days }: QuarterSize): number => (targets * days * dayMs) / minute;

export function quarterTargets({ targets }: QuarterSize): Target[] {
  return targetsOf(targets).toSorted((a, b) => (a.source < b.source ? -1 : 1));
}

/** The first slot of every day through the product, which makes what rows need to be in; the others by a plain client. */
export async function fillQuarter(place: Place, size: QuarterSize): Promise<void> {
  const store = await openStore(place.url);
  for (const samples of slotsOf(size)) {
    const first = samples.filter(isFirst);
    if (first.length > 0) await store.putSamples(first);
  }
  await store.close();
  const connection = await place.connect();
  const numbers = await numbersIn(connection);
  const put = connection.copy ?? connection.insert;
  for (const samples of slotsOf(size)) {
    await put(
      rowsOf(
        samples.filter((sample) => !isFirst(sample)),
        numbers,
      ),
    );
  }
  await connection.run('analyze');
  await connection.close();
}

/** All samples of the quarter by their instants, the same each time. */
function* slotsOf(size: QuarterSize): Generator<NewSample[]> {
  const targets = quarterTargets(size);
  const samples = tell({ targets, start: quarter.start, everyMs: minute, hasDetail: false, seed: 3 });
  for (let left = rowsOfQuarter(size); left > 0; left -= rowsAtOnce) {
    yield take(samples, Math.min(left, rowsAtOnce));
  }
}

/** Targets have phases, but all of them within the minute. */
const isFirst = ({ at }: NewSample): boolean => at % dayMs < minute;

/** Availability, error rate and latency of every target. */
export function agreementOf(name: string, size: QuarterSize): Agreement {
  const sources = quarterTargets(size).map(({ source }) => source);
  const quarterly = { period: 'quarter' } as const;
  return anAgreement({
    name,
    sources: sources.map((source) => aSource({ name: source })),
    objectives: [
      anObjective({ ...quarterly, name: 'availability', indicator: { type: 'availability', sources } }),
      anObjective({
        ...{ ...quarterly, name: 'error-rate', indicator: { type: 'error-rate', sources } },
        objective: { op: '<', target: '0.1%', timeSliceTarget: '50%' },
      }),
      anObjective({
        ...{ ...quarterly, name: 'latency' },
        indicator: { type: 'latency', sources, threshold: '200ms' },
      }),
    ],
  });
}

export function statementFrom(store: Store, agreement: Agreement, fromTallies: boolean): Promise<Statement> {
  const evaluate = evaluateFrom(store, () => false, undefined, { fromTallies });
  return evaluate({ agreement, exclusions: [], period, asOf: quarter.end + hourMs });
}
