import { nextPeriod, periodBounds, periodContaining } from '@upheld/shared/time/period';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyInstant, anyZone } from './any.ts';

const anyUnit = fc.constantFrom('month' as const, 'quarter' as const, 'year' as const);
const anyFiscalStart = fc.integer({ min: 1, max: 12 });

describe('periods of any zone and fiscal year', () => {
  it('tile time: an instant is in the period that it is said to be in, and so are its edges', () => {
    fc.assert(
      fc.property(anyInstant, anyUnit, anyZone, anyFiscalStart, (instant, unit, zone, month) => {
        const period = periodContaining(instant, unit, zone, month);
        expect(periodContaining(period.start, unit, zone, month)).toEqual(period);
        expect(periodContaining(period.end - 1, unit, zone, month)).toEqual(period);
        expect(periodContaining(period.end, unit, zone, month)).toEqual(nextPeriod(period, zone, month));
      }),
    );
  });

  it('are found by their names', () => {
    fc.assert(
      fc.property(anyInstant, anyUnit, anyZone, anyFiscalStart, (instant, unit, zone, month) => {
        const period = periodContaining(instant, unit, zone, month);
        expect(periodBounds(period.name, zone, month)).toEqual(period);
      }),
    );
  });

  it('nest: the month of an instant lies in its quarter, and the quarter in its year', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, anyFiscalStart, (instant, zone, fiscalStart) => {
        const [month, quarter, year] = (['month', 'quarter', 'year'] as const).map((unit) =>
          periodContaining(instant, unit, zone, fiscalStart),
        );
        expect(month?.start).toBeGreaterThanOrEqual(quarter?.start ?? NaN);
        expect(month?.end).toBeLessThanOrEqual(quarter?.end ?? NaN);
        expect(quarter?.start).toBeGreaterThanOrEqual(year?.start ?? NaN);
        expect(quarter?.end).toBeLessThanOrEqual(year?.end ?? NaN);
      }),
    );
  });
});
