// Minute states as the vectors write them: runs of equal states.
import { minuteState } from '@upheld/shared/measurement/minute-state';
import { z } from 'zod';

export const stateRuns = z.array(z.tuple([z.enum(['good', 'bad', 'unmeasured']), z.int().min(0)]));

type Runs = z.infer<typeof stateRuns>;

/** The column that the runs stand for. */
export function toColumn(runs: Runs): Uint8Array {
  return Uint8Array.from(runs.flatMap(([state, length]) => Array<number>(length).fill(minuteState[state])));
}

/** The runs of a column; neighbours differ. */
export function toRuns(column: Uint8Array): Runs {
  const runs: Runs = [];
  for (const code of column) {
    const state = code === minuteState.good ? 'good' : code === minuteState.bad ? 'bad' : 'unmeasured';
    const last = runs.at(-1);
    if (last?.[0] === state) last[1] += 1;
    else runs.push([state, 1]);
  }
  return runs;
}
