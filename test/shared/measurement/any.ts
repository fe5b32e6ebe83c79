// Samples, states and exclusions that properties are tried on, in windows of half an hour to a few hours.
import type { SampleSeries } from '@upheld/shared/facts/sample';
import { outcomeCode } from '@upheld/shared/facts/sample';
import { decimal } from '@upheld/shared/exact/ratio';
import type { PlannedExclusion } from '@upheld/shared/measurement/minute-plan';
import { minuteState } from '@upheld/shared/measurement/minute-state';
import fc from 'fast-check';

export const MINUTE = 60_000;

/** One probe's outcome at a second of the window. */
export type Row = { second: number; code: number };

const codes = fc.constantFrom(outcomeCode.ok, outcomeCode.ok, outcomeCode.bad, outcomeCode.unmeasured);

/** From before a window of `minutes` minutes to after it; some stand at one instant. */
export function anyRows(minutes: number): fc.Arbitrary<Row[]> {
  const second = fc.integer({ min: -150, max: minutes * 60 + 150 });
  return fc.array(fc.record({ second, code: codes }), { maxLength: minutes * 2 });
}

/** The rows of one vantage as a store gives them: in rising order; rows at one instant keep theirs. */
export function seriesOf(rows: Row[], start = 0, vantage = 'main'): SampleSeries {
  const sorted = rows.toSorted((a, b) => a.second - b.second);
  return {
    source: 'api',
    vantage,
    at: Float64Array.from(sorted, ({ second }) => start + second * 1000),
    outcome: Uint8Array.from(sorted, ({ code }) => code),
    latencyMs: new Float64Array(sorted.length).fill(NaN),
  };
}

export const anyMinuteTerms = fc.record({
  everyMs: fc.constantFrom(15_000, 60_000, 90_000, 300_000),
  timeSliceTarget: fc.constantFrom('0', '0.5', '0.3334', '0.999', '1').map(decimal),
  agreeing: fc.integer({ min: 1, max: 3 }),
});

/** A column of minute states. */
export function anyStates(minutes: number): fc.Arbitrary<Uint8Array> {
  const state = fc.constantFrom(minuteState.good, minuteState.bad, minuteState.unmeasured);
  return fc.array(state, { minLength: minutes, maxLength: minutes }).map((states) => Uint8Array.from(states));
}

/** Exclusions that may begin and end anywhere, also outside of the window; some are empty or not approved. */
export function anyExclusions(start: number, minutes: number): fc.Arbitrary<PlannedExclusion[]> {
  const anywhere = fc.integer({ min: -5 * MINUTE, max: (minutes + 5) * MINUTE });
  return fc.array(
    fc.record({
      window: fc
        .tuple(anywhere, fc.nat(20 * MINUTE))
        .map(([from, length]) => ({ start: start + from, end: start + from + length })),
      effect: fc.constantFrom('remove' as const, 'count-good' as const),
      approved: fc.boolean(),
    }),
    { maxLength: 4 },
  );
}
