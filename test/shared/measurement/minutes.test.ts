import { minuteState } from '@upheld/shared/measurement/minute-state';
import { combineTargets, targetMinutes } from '@upheld/shared/measurement/minutes';
import { decimal } from '@upheld/shared/exact/ratio';
import { outcomeCode } from '@upheld/shared/facts/sample';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSeries, badIn } from '../evaluation/build.ts';

const { unmeasured, good, bad } = minuteState;
const MINUTE = 60_000;
const hour = { start: 0, end: 60 * MINUTE };
const terms = { everyMs: 60_000, timeSliceTarget: decimal('0.5'), agreeing: 1 };

describe('the minutes of a target', () => {
  it('lose one minute of sixty to a 60 s outage, however often it is retried meanwhile', () => {
    // A slot a minute, and five retries 10 s apart while the outage lasts: 59 of 60 minutes are good.
    const slots = aSeries({ ...hour, everyMs: 10_000 }, (at) => {
      const isOut = at >= 30 * MINUTE && at < 31 * MINUTE;
      if (isOut) return { outcome: 'bad' };
      return at % MINUTE === 0 ? undefined : null;
    });
    expect(slots.at.length).toBe(65);
    const states = targetMinutes([slots], hour, terms);
    expect(states.filter((state) => state === good).length).toBe(59);
    expect(states[30]).toBe(bad);
  });

  it('are not measured by slots that were not measured, which do not silence the last sample either', () => {
    // A sample at 0 speaks for 90 s, so it covers minute 0 and exactly 30 s of minute 1.
    const series = aSeries({ start: 0, end: 4 * MINUTE }, (at) =>
      at === 0 ? undefined : { outcome: 'unmeasured' },
    );
    expect([...targetMinutes([series], { start: 0, end: 4 * MINUTE }, terms)]).toEqual([
      good,
      good,
      unmeasured,
      unmeasured,
    ]);
  });

  it('do not depend on the window they are looked at through', () => {
    const series = aSeries(
      { start: 15_000, end: hour.end, everyMs: 60_000 },
      badIn({ start: 0, end: 5 * MINUTE }),
    );
    const whole = targetMinutes([series], hour, terms);
    const part = targetMinutes([series], { start: 3 * MINUTE, end: 20 * MINUTE }, terms);
    expect([...part]).toEqual([...whole.subarray(3, 20)]);
  });

  it('are whole minutes of a daily sample for a day and a half', () => {
    const day = 24 * 60;
    const series = aSeries({ start: 0, end: 1, everyMs: 1 });
    const states = targetMinutes(
      [series],
      { start: 0, end: 2 * day * MINUTE },
      { ...terms, everyMs: day * MINUTE },
    );
    // hold = 1.5 · 1,440 min = 2,160 min.
    expect(states.indexOf(unmeasured)).toBe(2160);
    expect(states.lastIndexOf(good)).toBe(2159);
  });

  it('compare with the time slice target exactly', () => {
    // Good for 20 s of 60 s: exactly 1/3 is less than 0.3334 and more than 0.3333.
    const series = aSeries({ start: 0, end: MINUTE, everyMs: 20_000 }, (at) =>
      at === 0 ? undefined : { outcome: 'bad' },
    );
    const state = (target: string) =>
      targetMinutes(
        [series],
        { start: 0, end: MINUTE },
        { ...terms, everyMs: 20_000, timeSliceTarget: decimal(target) },
      )[0];
    expect(state('0.3333')).toBe(good);
    expect(state('0.3334')).toBe(bad);
    expect(state('0.333333333333333333333333')).toBe(good);
  });
});

describe('the minutes of any samples', () => {
  const codes = fc.constantFrom(outcomeCode.ok, outcomeCode.bad, outcomeCode.unmeasured);
  const samples = fc.array(fc.record({ second: fc.integer({ min: -150, max: 750 }), code: codes }));
  const everyMs = fc.constantFrom(15_000, 60_000, 300_000);

  it('are those of the definition, sample by sample and minute by minute', () => {
    fc.assert(
      fc.property(samples, everyMs, (given, every) => {
        const rows = given
          .map(({ second, code }) => ({ at: second * 1000, code }))
          .sort((a, b) => a.at - b.at);
        const series = {
          source: 'api',
          vantage: 'main',
          at: Float64Array.from(rows, ({ at }) => at),
          outcome: Uint8Array.from(rows, ({ code }) => code),
          latencyMs: new Float64Array(rows.length),
        };
        const states = targetMinutes([series], { start: 0, end: 10 * MINUTE }, { ...terms, everyMs: every });
        expect([...states]).toEqual(Array.from({ length: 10 }, (_, minute) => defined(rows, every, minute)));
      }),
    );
  });
});

/** The state of a minute straight from the definition: each sample's stretch cut to the minute. */
function defined(rows: { at: number; code: number }[], every: number, minute: number): number {
  const speaking = rows.filter(({ code }) => code !== outcomeCode.unmeasured);
  const instants = [...new Set(speaking.map(({ at }) => at))];
  let measuredMs = 0;
  let goodMs = 0;
  for (const [place, instant] of instants.entries()) {
    const until = Math.min(instants[place + 1] ?? Infinity, instant + 1.5 * every);
    const ms = Math.min(until, (minute + 1) * MINUTE) - Math.max(instant, minute * MINUTE);
    if (ms <= 0) continue;
    measuredMs += ms;
    const isBad = speaking.some(({ at, code }) => at === instant && code === outcomeCode.bad);
    if (!isBad) goodMs += ms;
  }
  if (measuredMs < 30_000) return unmeasured;
  return goodMs * 2 >= measuredMs ? good : bad;
}

describe('targets together', () => {
  const one = Uint8Array.of(good, good, bad, good, unmeasured, unmeasured);
  const other = Uint8Array.of(good, bad, bad, unmeasured, unmeasured, bad);

  it('combined by all are as bad as the worst, unmeasured before good', () => {
    expect([...combineTargets([one, other], 'all')]).toEqual([good, bad, bad, unmeasured, unmeasured, bad]);
  });

  it('combined by any are as good as the best, unmeasured before bad', () => {
    expect([...combineTargets([one, other], 'any')]).toEqual([good, good, bad, good, unmeasured, unmeasured]);
  });
});
