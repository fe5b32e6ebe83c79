import { holds, newSpan, spanOf, tableOf, type Span } from '@upheld/collector/store/postgres/spans';
import { describe, expect, it } from 'vitest';

const today = 20_000;

/** Makes what days need, one after the other. */
function made(days: readonly number[], spans: Span[] = []): Span[] {
  for (const day of days) {
    if (!spans.some((span) => holds(span, day))) spans.push(newSpan(day, today, spans));
  }
  return spans;
}

const days = (from: number, count: number, step = 1) =>
  Array.from({ length: count }, (_, place) => from + place * step);

describe('a table of head rows', () => {
  it('holds one day while there are few', () => {
    expect(made([today, today - 1, 3, -5])).toEqual([
      { first: today, end: today + 1 },
      { first: today - 1, end: today },
      { first: 3, end: 4 },
      { first: -5, end: -4 },
    ]);
  });

  it('holds 32 days of the past once thirty have one of their own, and none that has one', () => {
    const spans = made([3205, ...days(5_000, 29, 10)]);
    // 3,200 is 100 times 32.
    expect(made([3_231], spans).at(-1)).toEqual({ first: 3_206, end: 3_232 });
    expect(made([3_204], spans).at(-1)).toEqual({ first: 3_200, end: 3_205 });
    expect(made([-1], spans).at(-1)).toEqual({ first: -32, end: 0 });
  });

  it('holds none of the last three days together with one before', () => {
    const spans = made(days(5_000, 30));
    // 19,968 is 624 times 32; today is the 20,000th day.
    expect(newSpan(19_980, today, spans)).toEqual({ first: 19_968, end: 19_998 });
    expect(newSpan(19_998, today, spans)).toEqual({ first: 19_998, end: 19_999 });
  });

  it('holds a day that runs by itself, whatever was imported, until sixty have one', () => {
    const spans = made(days(19_900, 30));
    expect(made([today], spans).at(-1)).toEqual({ first: today, end: today + 1 });
    made(days(today + 1, 29), spans);
    expect(newSpan(20_030, today, spans)).toEqual({ first: 20_030, end: 20_032 });
    expect(newSpan(20_040, today, spans)).toEqual({ first: 20_032, end: 20_064 });
  });

  it('is one of at most a few hundred for a thousand years', () => {
    // 365,000 days: 30 tables of a day, 170 of 32 days, and what is left, 359,530 days, in tables of 1,024.
    expect(made(days(today - 365_000, 365_000)).length).toBeLessThan(30 + 170 + 352 + 3);
  });

  it('never shares a day with another', () => {
    const spans = made([...days(19_000, 400, 7), ...days(18_990, 1_500), ...days(today, 90)]);
    const rising = spans.toSorted((a, b) => a.first - b.first);
    for (const [place, span] of rising.entries()) {
      expect(span.end).toBeGreaterThan(span.first);
      expect(span.end).toBeLessThanOrEqual(rising[place + 1]?.first ?? Infinity);
    }
  });

  it.each([
    [{ first: 20_635, end: 20_636 }, 'samples 2026-07-01'],
    [{ first: 20_635, end: 20_637 }, 'samples 2026-07-01 to 2026-07-02'],
    [{ first: -1, end: 0 }, 'samples 1969-12-31'],
  ])('of %j is called %s', (span, name) => {
    expect(tableOf('samples', span)).toBe(name);
    expect(spanOf(name)).toEqual(span);
  });
});
