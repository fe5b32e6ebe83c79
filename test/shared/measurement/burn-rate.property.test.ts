import { compareRatios, ratio } from '@upheld/shared/exact/ratio';
import { burnCounts, burnRate, burnState } from '@upheld/shared/measurement/burn-rate';
import { classifyMinutes } from '@upheld/shared/measurement/ledger';
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import { minuteState } from '@upheld/shared/measurement/minute-state';
import { lastScheduledMinutes } from '@upheld/shared/time/last-minutes';
import { countMinutes, scheduledMinutes } from '@upheld/shared/time/scheduled-minutes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCalendar, anyInstant } from '../time/any.ts';
import { anyExclusions, anyStates, MINUTE } from './any.ts';

const minutes = 240;
const thousandth = ratio(1, 1000);

/** The rate of the last `count` service minutes of four hours in these states. */
const anyScene = fc.record({
  calendar: anyCalendar(),
  start: anyInstant.map((instant) => Math.floor(instant / MINUTE) * MINUTE),
  states: anyStates(minutes),
  count: fc.integer({ min: 1, max: minutes }),
});

type Scene = typeof anyScene extends fc.Arbitrary<infer One> ? One : never;

function countsOf(
  { calendar, start, states, count }: Scene,
  exclusions: Parameters<typeof planMinutes>[0]['exclusions'] = [],
) {
  const window = { start, end: start + minutes * MINUTE };
  const plan = planMinutes({
    ...{ window, exclusions, asOf: window.end },
    scheduled: scheduledMinutes(calendar, window),
  });
  const measured = { by: 'minutes' as const, minutes: classifyMinutes(plan, states), exclusions: [] };
  return burnCounts(measured, lastScheduledMinutes(calendar, count, window.end, start));
}

describe('a burn rate', () => {
  it('is 0 where nothing is bad, and null only where nothing is valid', () => {
    fc.assert(
      fc.property(anyScene, (scene) => {
        const states = scene.states.map((state) => (state === minuteState.bad ? minuteState.good : state));
        const counts = countsOf({ ...scene, states });
        const expected = counts.valid === 0 ? null : ratio(0, 1);
        expect(burnRate(counts, thousandth)).toEqual(expected);
      }),
    );
  });

  it('never falls when a good minute turns bad', () => {
    fc.assert(
      fc.property(anyScene, fc.nat(minutes - 1), (scene, minute) => {
        const worse = scene.states.map((state, index) =>
          index === minute && state === minuteState.good ? minuteState.bad : state,
        );
        const [before, after] = [scene.states, worse].map((states) =>
          burnRate(countsOf({ ...scene, states }), thousandth),
        );
        if (before && after) expect(compareRatios(after, before)).toBeGreaterThanOrEqual(0);
        else expect(after).toEqual(before);
      }),
    );
  });

  it('counts no minute outside service hours, and none that an exclusion takes out', () => {
    fc.assert(
      fc.property(
        anyScene.chain((scene) => fc.tuple(fc.constant(scene), anyExclusions(scene.start, minutes))),
        ([scene, exclusions]) => {
          const window = { start: scene.start, end: scene.start + minutes * MINUTE };
          const { valid } = countsOf(scene, exclusions);
          expect(valid).toBeLessThanOrEqual(countMinutes(scheduledMinutes(scene.calendar, window)));
          expect(valid).toBeLessThanOrEqual(scene.count);
          expect(valid).toBeLessThanOrEqual(countsOf(scene).valid + countedGood(exclusions));
        },
      ),
    );
  });

  it('fires only above the factor in both windows', () => {
    const rate = fc.record({ num: fc.nat(50), den: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(rate, rate, rate, (long, short, factor) => {
        const [a, b, limit] = [
          ratio(long.num, long.den),
          ratio(short.num, short.den),
          ratio(factor.num, factor.den),
        ];
        const isAbove =
          long.num * factor.den > factor.num * long.den && short.num * factor.den > factor.num * short.den;
        expect(burnState(a, b, limit)).toBe(isAbove ? 'firing' : 'quiet');
        expect(burnState(a, null, limit)).toBe('frozen');
        expect(burnState(null, b, limit)).toBe('frozen');
      }),
    );
  });
});

/** What counts as good by agreement makes minutes valid that nobody measured. */
function countedGood(exclusions: { effect: string }[]): number {
  return exclusions.some(({ effect }) => effect === 'count-good') ? minutes : 0;
}
