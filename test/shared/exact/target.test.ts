import { ratio } from '@upheld/shared/exact/ratio';
import { meetsTarget, readTarget } from '@upheld/shared/exact/target';
import { describe, expect, it } from 'vitest';

describe('a target', () => {
  it.each([
    ['>=', [false, true, true]],
    ['>', [false, false, true]],
    ['<=', [true, true, false]],
    ['<', [true, false, false]],
  ] as const)('with %s is met on its side only', (op, expected) => {
    const target = readTarget({ op, target: '99.9%' });
    // 998, 999 and 1,000 of 1,000 are below, at and above 99.9 %.
    expect([998, 999, 1000].map((good) => meetsTarget(ratio(good, 1000), target))).toEqual(expected);
  });
});
