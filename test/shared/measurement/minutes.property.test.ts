import { outcomeCode } from '@upheld/shared/facts/sample';
import { minuteState } from '@upheld/shared/measurement/minute-state';
import { combineTargets, targetMinutes } from '@upheld/shared/measurement/minutes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE, anyMinuteTerms, anyRows, anyStates, seriesOf } from './any.ts';
import type { Row } from './any.ts';

const minutes = 30;
const window = { start: 0, end: minutes * MINUTE };
const anyVantages = fc.array(anyRows(minutes), { minLength: 1, maxLength: 3 });
const { ok, bad, unmeasured } = outcomeCode;

function statesOf(vantages: Row[][], terms: Parameters<typeof targetMinutes>[2]): number[] {
  const series = vantages.map((rows, place) => seriesOf(rows, 0, `vantage ${place}`));
  return [...targetMinutes(series, window, terms)];
}

/** From bad over unmeasured to good, as `worst` and `best` count them. */
const fromWorst: number[] = [minuteState.bad, minuteState.unmeasured, minuteState.good];
const isBetterOrSame = (after: number, before: number) =>
  fromWorst.indexOf(after) >= fromWorst.indexOf(before);

describe('the minutes of any samples from any vantages', () => {
  it('do not depend on the order of the vantages', () => {
    fc.assert(
      fc.property(anyVantages, anyMinuteTerms, (vantages, terms) => {
        expect(statesOf(vantages.toReversed(), terms)).toEqual(statesOf(vantages, terms));
      }),
    );
  });

  it('do not depend on the order in which samples arrived, also of those at one instant', () => {
    fc.assert(
      fc.property(
        anyRows(minutes).chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
        ),
        anyMinuteTerms,
        ([rows, shuffled], terms) => {
          expect(statesOf([shuffled], terms)).toEqual(statesOf([rows], terms));
        },
      ),
    );
  });

  it('do not depend on slots that were not measured, nor on where the epoch is', () => {
    fc.assert(
      fc.property(anyRows(minutes), anyMinuteTerms, fc.nat(30_000_000), (rows, terms, shift) => {
        const spoken = rows.filter(({ code }) => code !== unmeasured);
        expect(statesOf([spoken], terms)).toEqual(statesOf([rows], terms));
        const later = { start: shift * MINUTE, end: shift * MINUTE + window.end };
        expect([...targetMinutes([seriesOf(rows, later.start)], later, terms)]).toEqual(
          statesOf([rows], terms),
        );
      }),
    );
  });

  it('are never worse when a bad sample turns ok', () => {
    fc.assert(
      fc.property(anyVantages, anyMinuteTerms, fc.nat(), (vantages, terms, choice) => {
        const places = vantages.flatMap((rows, vantage) =>
          rows.flatMap(({ code }, row) => (code === bad ? [{ vantage, row }] : [])),
        );
        const turned = places[choice % Math.max(1, places.length)];
        if (turned === undefined) return;
        const better = vantages.map((rows, vantage) =>
          rows.map((row, place) =>
            vantage === turned.vantage && place === turned.row ? { ...row, code: ok } : row,
          ),
        );
        const [before, after] = [statesOf(vantages, terms), statesOf(better, terms)];
        expect(after.every((state, minute) => isBetterOrSame(state, before[minute] ?? NaN))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('that are measured stay measured with one more sample', () => {
    const anyRow = fc.record({
      second: fc.integer({ min: -150, max: minutes * 60 + 150 }),
      code: fc.constantFrom(ok, bad),
    });
    fc.assert(
      fc.property(anyVantages, anyMinuteTerms, anyRow, fc.nat(2), (vantages, terms, row, choice) => {
        const more = vantages.map((rows, place) =>
          place === choice % vantages.length ? [...rows, row] : rows,
        );
        const [before, after] = [statesOf(vantages, terms), statesOf(more, terms)];
        const lost = after.filter(
          (state, minute) => state === minuteState.unmeasured && before[minute] !== minuteState.unmeasured,
        );
        expect(lost).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('any targets together', () => {
  const anyTargets = fc.array(anyStates(10), { minLength: 1, maxLength: 4 });
  const anyCombine = fc.constantFrom('all' as const, 'any' as const);

  it('do not depend on their order, and two equal ones are as one', () => {
    fc.assert(
      fc.property(anyTargets, anyCombine, (targets, combine) => {
        const together = combineTargets(targets, combine);
        expect(combineTargets(targets.toReversed(), combine)).toEqual(together);
        expect(combineTargets([...targets, ...targets], combine)).toEqual(together);
      }),
    );
  });

  it('are as section 2 says, minute by minute', () => {
    fc.assert(
      fc.property(anyTargets, anyCombine, (targets, combine) => {
        const first = combine === 'all' ? minuteState.bad : minuteState.good;
        const last = combine === 'all' ? minuteState.good : minuteState.bad;
        const expected = Array.from({ length: 10 }, (_, minute) => {
          const states = targets.map((target) => target[minute]);
          if (states.includes(first)) return first;
          return states.includes(minuteState.unmeasured) ? minuteState.unmeasured : last;
        });
        expect([...combineTargets(targets, combine)]).toEqual(expected);
      }),
    );
  });

  it('leave the columns that they were given as they were', () => {
    fc.assert(
      fc.property(anyTargets, anyCombine, (targets, combine) => {
        const copies = targets.map((target) => target.slice());
        combineTargets(targets, combine);
        expect(targets).toEqual(copies);
      }),
    );
  });
});
