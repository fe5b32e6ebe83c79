// Waiting with an end.
import type { Clock } from './clock.ts';

/** Resolves when the work is over, however it ended, or after `patienceMs`; true if it is over. */
export async function within(
  patienceMs: number,
  work: Promise<unknown>,
  clock: Pick<Clock, 'setTimer'>,
): Promise<boolean> {
  let cancel = () => {};
  const late = new Promise<boolean>((resolve) => {
    cancel = clock.setTimer(() => resolve(false), patienceMs);
  });
  const over = work.then(
    () => true,
    () => true,
  );
  const isOver = await Promise.race([over, late]);
  cancel();
  return isOver;
}
