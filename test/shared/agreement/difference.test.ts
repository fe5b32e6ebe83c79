import { firstDifference } from '@upheld/shared/agreement/difference';
import { describe, expect, it } from 'vitest';

describe('two values of a document', () => {
  it.each([
    ['99.9%', '99.9%'],
    [3, 3],
    [undefined, null],
    [
      { a: 1, b: [1, { c: true }] },
      { b: [1, { c: true }], a: 1 },
    ],
    [{ a: 1, b: null }, { a: 1 }],
    [[], []],
  ])('are the same: %j and %j', (one, other) => {
    expect(firstDifference(one, other)).toBeNull();
    expect(firstDifference(other, one)).toBeNull();
  });

  it.each([
    ['99.9%', '99.90%', []],
    [1, '1', []],
    [null, 0, []],
    [{}, [], []],
    [{ a: 1 }, { a: 2 }, ['a']],
    [{ a: 1 }, { a: 1, b: 2 }, ['b']],
    [{ a: [1, 2] }, { a: [1, 3] }, ['a', 1]],
    [{ a: [1, 2] }, { a: [1] }, ['a']],
    [{ a: { b: { c: 1 } } }, { a: { b: 'c' } }, ['a', 'b']],
  ])('differ: %j and %j at %j', (one, other, path) => {
    expect(firstDifference(one, other)).toEqual(path);
    expect(firstDifference(other, one)).toEqual(path);
  });
});
