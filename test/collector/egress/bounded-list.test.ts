import { boundedList } from '@upheld/collector/egress/bounded-list';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const elements = boundedList(z.object({ id: z.number(), parts: boundedList(z.string()).default([]) }));

const issuesOf = (value: unknown) => elements.safeParse(value).error?.issues.length ?? 0;
const many = (count: number, element: unknown) => Array.from({ length: count }, () => element);

describe('a list that a partner sends', () => {
  it('is read with what its elements leave out', () => {
    const sent = [
      { id: 1, more: true },
      { id: 2, parts: ['a'] },
    ];
    expect(elements.parse(sent)).toEqual([
      { id: 1, parts: [] },
      { id: 2, parts: ['a'] },
    ]);
    expect(elements.parse([])).toEqual([]);
  });

  it.each([
    ['a mapping', { length: 1 }],
    ['text', 'abc'],
    ['nothing', null],
    ['left out', undefined],
  ])('is none where it is %s', (_what, value) => expect(issuesOf(value)).toBe(1));

  it('may be 5,000 elements long and no longer', () => {
    expect(issuesOf(many(5_000, { id: 1 }))).toBe(0);
    expect(issuesOf(many(5_001, { id: 1 }))).toBe(1);
  });

  it('has one issue, however many of its elements are wrong', () => {
    expect(issuesOf(many(5_000, 1))).toBe(1);
    expect(issuesOf(many(10, { id: 1, parts: many(4_000, 1) }))).toBe(1);
  });

  it('is left at its first fault', () => {
    let read = 0;
    const counting = boundedList(z.unknown().refine(() => ++read < 3));
    expect(counting.safeParse(many(100, 1)).success).toBe(false);
    expect(read).toBe(3);
  });
});
