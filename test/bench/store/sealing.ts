// Sealing all hours that are over and letting go of all their head rows, call by call as housekeeping does.
import type { Store } from '@upheld/collector/store/store';

/** As housekeeping asks for them. */
export const hoursAtOnce = 100;

export async function sealAll(store: Store): Promise<{ hours: number; ms: number }> {
  const began = performance.now();
  let hours = 0;
  for (let isDone = false; !isDone;) {
    const sealed = await store.sealHours({ before: Date.now(), most: hoursAtOnce });
    hours += sealed.blocks;
    isDone = sealed.isDone;
  }
  return { hours, ms: performance.now() - began };
}

export async function retireAll(store: Store): Promise<{ rows: number; ms: number }> {
  const began = performance.now();
  let rows = 0;
  for (let isDone = false; !isDone;) {
    const retired = await store.retireHeads({ before: Date.now(), most: hoursAtOnce });
    rows += retired.rows;
    isDone = retired.isDone;
  }
  return { rows, ms: performance.now() - began };
}
