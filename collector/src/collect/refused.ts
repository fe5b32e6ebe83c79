// Slots whose outcome the storage would not take. They are remembered as ranges, so that hours of a full disk
// cost a few numbers a target, and given back once the storage takes rows again.
import type { Sample } from '@upheld/shared/facts/sample';
import type { Instant } from '@upheld/shared/time/instant';
import type { Lease } from '../store/leases.ts';

/** A slot that ended as not measured, and the right under which that is said. */
export type UnmeasuredSample = Extract<Sample, { outcome: 'unmeasured' }> & { lease?: Lease };

export type Refused = {
  add(sample: UnmeasuredSample): void;
  isEmpty(): boolean;
  /** Gives every slot back and forgets it. */
  take(): Iterable<UnmeasuredSample>;
};

/** Slots of one kind at even steps. `stepMs` is 0 while there is only one. */
type Range = { first: UnmeasuredSample; stepMs: number; last: Instant };

/** An empty memory. */
export function createRefused(): Refused {
  let ranges: Range[] = [];
  let newest = new Map<string, Range>();
  return {
    add(sample) {
      const key = keyOf(sample);
      const range = newest.get(key);
      if (range !== undefined && extend(range, sample.at)) return;
      const begun = { first: sample, stepMs: 0, last: sample.at };
      ranges.push(begun);
      newest.set(key, begun);
    },
    isEmpty: () => ranges.length === 0,
    take() {
      const taken = ranges;
      ranges = [];
      newest = new Map();
      return samplesOf(taken);
    },
  };
}

function keyOf({ agreement, source, vantage, reason, lease }: UnmeasuredSample): string {
  return JSON.stringify([agreement, source, vantage, reason, lease?.scope, lease?.fence]);
}

/** False when `at` does not continue the range. */
function extend(range: Range, at: Instant): boolean {
  const stepMs = at - range.last;
  if (stepMs <= 0 || (range.stepMs !== 0 && range.stepMs !== stepMs)) return false;
  range.stepMs = stepMs;
  range.last = at;
  return true;
}

function* samplesOf(ranges: Range[]): Generator<UnmeasuredSample> {
  for (const { first, stepMs, last } of ranges) {
    yield first;
    for (let at = first.at + stepMs; stepMs > 0 && at <= last; at += stepMs) yield { ...first, at };
  }
}
