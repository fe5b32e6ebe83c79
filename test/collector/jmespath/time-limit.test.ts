import { describe, expect, it } from 'vitest';
import { TimeLimitError, withinTime } from '@upheld/collector/jmespath/time-limit';

describe('work within a time', () => {
  it('gives what it gives, also where that is nothing', () => {
    expect(withinTime(1_000, () => 'done')).toBe('done');
    expect(withinTime(1_000, () => undefined)).toBeUndefined();
  });

  it('throws what it throws', () => {
    const fault = new RangeError('as it is');
    expect(() =>
      withinTime(1_000, () => {
        throw fault;
      }),
    ).toThrow(fault);
  });

  it('is ended when its time is over, however it clings to it', () => {
    expect(() =>
      withinTime(50, () => {
        for (;;) {
          try {
            for (;;);
          } catch {
            continue;
          }
        }
      }),
    ).toThrow(TimeLimitError);
  });

  it('may be done inside other such work', () => {
    expect(withinTime(1_000, () => withinTime(1_000, () => 1) + 1)).toBe(2);
  });
});
