// Samples of an hour as rows, for tests of blocks.
import type { SlotRow } from '@upheld/collector/store/blocks/hour';
import { badReasons, unmeasuredReasons } from '@upheld/shared/facts/sample';
import fc from 'fast-check';

/** 2026-07-01T00:00:00Z. */
export const hour = 1_782_864_000_000;

export const aRow = (change: Partial<SlotRow> = {}): SlotRow => ({
  ...{ at: hour, outcome: 0, reason: null, latency_tenths: 1824, age_tenths: null, status: null },
  ...change,
});

const tenths = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 20_000 }) },
  fc.constantFrom(0, 1824, 2 ** 32 - 1, 2 ** 32, 2 ** 51, 2 ** 53 - 1),
  fc.maxSafeNat(),
);
const maybe = fc.option(tenths, { freq: 4 });

/** Whatever the tables let through. */
const ending = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ outcome: fc.constant(0), reason: fc.constant(null), status: fc.constant(null) },
      ...{ latency_tenths: maybe, age_tenths: fc.option(tenths, { freq: 1 }) },
    }),
  },
  fc.record({
    ...{ outcome: fc.constant(1), reason: fc.constantFrom(...badReasons), status: fc.constant(null) },
    ...{ latency_tenths: maybe, age_tenths: maybe },
  }),
  fc.record({
    ...{ outcome: fc.constant(1), reason: fc.constant('status'), status: fc.nat({ max: 999 }) },
    ...{ latency_tenths: maybe, age_tenths: maybe },
  }),
  fc.record({
    ...{ outcome: fc.constant(2), reason: fc.constantFrom(...unmeasuredReasons), status: fc.constant(null) },
    ...{ latency_tenths: fc.constant(null), age_tenths: fc.constant(null) },
  }),
);

/** On a grid with holes, or anywhere. */
const offsets = fc.oneof(
  fc
    .record({
      step: fc.constantFrom(1, 1000, 15_000, 60_000, 900_000),
      phase: fc.nat({ max: 999 }),
      slots: fc.uniqueArray(fc.nat({ max: 239 }), { minLength: 1, maxLength: 120 }),
    })
    .map(({ step, phase, slots }) => slots.map((slot) => phase + slot * step).filter((at) => at < 3_600_000))
    .filter(({ length }) => length > 0),
  fc.uniqueArray(fc.nat({ max: 3_599_999 }), { minLength: 1, maxLength: 40 }),
);

/** The samples of the hour that begins at `start`, in any order. */
export const anHour = (start = hour): fc.Arbitrary<SlotRow[]> =>
  offsets.chain((slots) =>
    fc.tuple(...slots.map((offset) => ending.map((columns) => ({ at: start + offset, ...columns })))),
  );
