import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQueue } from '@upheld/collector/schedule/queue';

describe('a queue', () => {
  it('gives what is due first, whatever came when', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (numbers) => {
        const queue = createQueue<number>((number) => number);
        for (const number of numbers) queue.add(number);
        const taken = numbers.map(() => {
          const first = queue.first();
          expect(queue.take()).toBe(first);
          return first;
        });
        expect(taken).toEqual(numbers.toSorted((a, b) => a - b));
      }),
    );
  });

  it('gives nothing when it is empty', () => {
    const queue = createQueue<number>((number) => number);
    expect(queue.first()).toBeUndefined();
    expect(queue.take()).toBeUndefined();
    queue.add(7);
    expect(queue.take()).toBe(7);
    expect(queue.take()).toBeUndefined();
  });
});
