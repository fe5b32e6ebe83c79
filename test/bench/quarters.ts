// Quarters of one source that is asked every 60 seconds: 131,040 samples each, one in a thousand failed and
// one in a thousand not measured, answers in 30 to 330 ms; the same every time.
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import type { Interval } from '@upheld/shared/time/instant';

const MINUTE = 60_000;

/** 91 days of minutes. */
export const samplesPerQuarter = 131_040;
const start = Date.UTC(2026, 6, 1);

/** The first `quarters` times 91 days. */
export function windowOf(quarters: number): Interval {
  return { start, end: start + quarters * samplesPerQuarter * MINUTE };
}

export function samplesOf(quarters: number): SampleSeries {
  const count = quarters * samplesPerQuarter;
  const random = anyNumbers(7);
  const outcome = Uint8Array.from({ length: count }, () => {
    const drawn = random();
    return drawn < 0.001 ? outcomeCode.bad : drawn < 0.002 ? outcomeCode.unmeasured : outcomeCode.ok;
  });
  return {
    ...{ source: 'api', vantage: 'main', outcome },
    at: Float64Array.from({ length: count }, (_, slot) => start + slot * MINUTE),
    latencyMs: Float64Array.from(outcome, (code) =>
      code === outcomeCode.ok ? Math.round(300 + random() * random() * 3000) / 10 : NaN,
    ),
  };
}

/** A record, because a sum after the loop throws Node 26 out of compiled code at every call, and halves its speed. */
type Counted = { ok: number; fast: number };

/** The bare yardstick: what is ok and what was answered in under 200 ms, counted over the same columns. */
export function countPlainly({ outcome, latencyMs }: SampleSeries): Counted {
  let ok = 0;
  let fast = 0;
  for (let place = 0; place < outcome.length; place++) {
    if (outcome[place] === outcomeCode.ok) ok += 1;
    if ((latencyMs[place] ?? NaN) < 200) fast += 1;
  }
  return { ok, fast };
}

/** The yardstick that does the work of a count in the plainest way: the same, in minutes that are scheduled. */
export function countScheduled({ at, outcome, latencyMs }: SampleSeries, scheduled: Interval[]): Counted {
  let ok = 0;
  let fast = 0;
  let next = 0;
  for (let place = 0; place < outcome.length; place++) {
    const instant = at[place] ?? NaN;
    while (instant >= (scheduled[next]?.end ?? Infinity)) next += 1;
    if (instant < (scheduled[next]?.start ?? Infinity)) continue;
    if (outcome[place] === outcomeCode.ok) ok += 1;
    if ((latencyMs[place] ?? NaN) < 200) fast += 1;
  }
  return { ok, fast };
}

/** Quantiles in the plainest way: the nearest ranks of a sorted copy, in which no response stands last. */
export function rankBySorting({ latencyMs }: SampleSeries): (number | undefined)[] {
  const sorted = latencyMs.toSorted();
  return [50, 95, 99].map((percent) => sorted[Math.ceil((percent * sorted.length) / 100) - 1]);
}

/** A linear congruential generator (Numerical Recipes): numbers in [0, 1). */
function anyNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
