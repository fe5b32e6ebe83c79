import { slotAtOrAfter, slotIndex, slotPhase } from '@upheld/shared/time/slots';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const anyInstant = fc.integer({ min: -1_000_000_000_000, max: 2_000_000_000_000 });

describe('the phase of a source', () => {
  it('is the same on every machine and release: samples of years stand on it', () => {
    // Recorded once; a change of the hash would move every slot and must not pass unnoticed.
    expect(slotPhase('northwind-lumen', 'orders-api', MINUTE)).toBe(44002);
  });

  it('is a whole number of milliseconds inside the interval', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.integer({ min: 1, max: 86_400_000 }),
        (agreement, source, every) => {
          const phase = slotPhase(agreement, source, every);
          expect(Number.isInteger(phase) && 0 <= phase && phase < every).toBe(true);
        },
      ),
    );
  });

  it('spreads similar names evenly: no tenth of the interval holds much more than a tenth of a thousand', () => {
    const tenths = new Map<number, number>();
    for (let number = 0; number < 1_000; number += 1) {
      const tenth = Math.floor(slotPhase('acme', `api-${number}`, MINUTE) / (MINUTE / 10));
      tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
    }
    // 100 each would be even; by chance alone one in a thousand draws leaves 100 +- 3.3 * sqrt(90) = 69..131.
    expect(Math.min(...tenths.values())).toBeGreaterThan(69);
    expect(Math.max(...tenths.values())).toBeLessThan(131);
    expect(tenths.size).toBe(10);
  });
});

describe('the slots of a source', () => {
  it('come every interval from their phase on', () => {
    expect(slotAtOrAfter(0, 15_000, MINUTE)).toBe(15_000);
    expect(slotAtOrAfter(15_000, 15_000, MINUTE)).toBe(15_000);
    expect(slotAtOrAfter(15_001, 15_000, MINUTE)).toBe(75_000);
  });

  it('are numbered, and a slot keeps its number until the next one', () => {
    expect(slotIndex(15_000, 15_000, MINUTE)).toBe(0);
    expect(slotIndex(74_999, 15_000, MINUTE)).toBe(0);
    expect(slotIndex(75_000, 15_000, MINUTE)).toBe(1);
    expect(slotIndex(14_999, 15_000, MINUTE)).toBe(-1);
  });

  it('are found again from any instant: the first at or after it is less than an interval away', () => {
    fc.assert(
      fc.property(
        anyInstant,
        fc.integer({ min: 1, max: 86_400_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (instant, every, share) => {
          const phase = Math.floor(share * every);
          const slot = slotAtOrAfter(instant, phase, every);
          expect(slot - instant).toBeGreaterThanOrEqual(0);
          expect(slot - instant).toBeLessThan(every);
          expect(slotAtOrAfter(slot, phase, every)).toBe(slot);
          expect(slotIndex(slot, phase, every) * every + phase).toBe(slot);
        },
      ),
    );
  });
});
