// How long calls take beside each other: they run in turn, so that whatever else the machine does slows all
// of them, and the median of many runs of each counts, after they ran long enough to be compiled.
const WARM_UP_MS = 1000;
const RUNS = 41;

/** The milliseconds of each call. */
export function mediansMs(calls: (() => unknown)[]): number[] {
  for (const until = performance.now() + WARM_UP_MS; performance.now() < until;) {
    for (const call of calls) call();
  }
  const rounds = Array.from({ length: RUNS }, () => calls.map(timeOf));
  return calls.map((_, place) => median(rounds.map((times) => times[place] ?? NaN)));
}

function timeOf(call: () => unknown): number {
  const began = performance.now();
  call();
  return performance.now() - began;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
