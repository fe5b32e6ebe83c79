// Marks laid over a stretch of minutes, as runs of minutes that carry the same ones: a quarter has 131,040
// minutes and mostly a few dozen runs.

/** A flag on the minutes at the places `[from, to)`. Flags are powers of two. */
export type Mark = { from: number; to: number; flag: number };

/** Neighbouring minutes with the same flags: the places `[from, to)`. */
export type FlagRun = { from: number; to: number; flags: number };

/** The runs of the minutes from 0 to `count`, in order, without gaps and as long as they can be. */
export function flagRuns(marks: Mark[], count: number): FlagRun[] {
  const runs: FlagRun[] = [];
  const standing = new Map<number, number>();
  let from = 0;
  for (const { place, flag, step } of edgesOf(marks, count)) {
    extend(runs, { from, to: place, flags: flagsOf(standing) });
    standing.set(flag, (standing.get(flag) ?? 0) + step);
    from = place;
  }
  return runs;
}

type Edge = { place: number; flag: number; step: 1 | -1 | 0 };

/** Where marks begin and end, in order, and at last the end of all minutes. */
function edgesOf(marks: Mark[], count: number): Edge[] {
  const edges = marks.flatMap(({ from, to, flag }): Edge[] => [
    { place: from, flag, step: 1 },
    { place: to, flag, step: -1 },
  ]);
  return [...edges.sort((a, b) => a.place - b.place), { place: count, flag: 0, step: 0 }];
}

function extend(runs: FlagRun[], { from, to, flags }: FlagRun): void {
  const last = runs.at(-1);
  if (from === to) return;
  if (last?.flags === flags) last.to = to;
  else runs.push({ from, to, flags });
}

function flagsOf(standing: Map<number, number>): number {
  let flags = 0;
  for (const [flag, count] of standing) if (count > 0) flags |= flag;
  return flags;
}
