// How long a call takes beside a yardstick: both run in turn, so that whatever else the machine does slows
// both, and the median of many runs of each counts, after they ran long enough to be compiled.
const WARM_UP_MS = 300;
const RUNS = 41;

/** Milliseconds of the call and of the yardstick. */
export function mediansMs(call: () => unknown, yardstick: () => unknown): [call: number, yardstick: number] {
  for (const until = performance.now() + WARM_UP_MS; performance.now() < until;) {
    call();
    yardstick();
  }
  const times = Array.from({ length: RUNS }, () => [timeOf(call), timeOf(yardstick)] as const);
  return [median(times.map(([ms]) => ms)), median(times.map(([, ms]) => ms))];
}

function timeOf(call: () => unknown): number {
  const began = performance.now();
  call();
  return performance.now() - began;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
