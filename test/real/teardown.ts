// What a test opened is closed when its file is over, the last one first, also where it failed half-way.
import { afterAll } from 'vitest';

/** Gives a function that notes how to close something and gives it back. */
export function closingAfterAll(): <T>(opened: T, close: (opened: T) => Promise<void>) => T {
  const closings: (() => Promise<void>)[] = [];
  afterAll(async () => {
    const failures: unknown[] = [];
    for (const close of closings.toReversed()) await close().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed');
  });
  return (opened, close) => {
    closings.push(() => close(opened));
    return opened;
  };
}
