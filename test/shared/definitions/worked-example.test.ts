// One day, two faults, four numbers each: 144 five-minute slices by day with 1,000 requests each, 144 by
// night with 2 each. The shares are worked out in the comments.
import { definitionsOf } from '@upheld/shared/evaluation/definitions';
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import { describe, expect, it } from 'vitest';
import { aSource, anAgreement, anObjective, at, facts } from '../evaluation/build.ts';

const SLICE = 300_000;
const day = { start: at('2026-07-01T00:00:00Z'), end: at('2026-07-02T00:00:00Z') };

type IsBad = (instant: number, vantage: string, index: number) => boolean;

/** From 08:00 to 20:00 every vantage asks 500 times a slice, every 600 ms; by night once, at its start. */
function traffic(vantage: string, isBad: IsBad): SampleSeries {
  const instants: number[] = [];
  for (let slice = day.start; slice < day.end; slice += SLICE) {
    const hour = (slice - day.start) / 3_600_000;
    const count = hour >= 8 && hour < 20 ? 500 : 1;
    for (let index = 0; index < count; index++) instants.push(slice + index * 600);
  }
  return {
    source: 'api',
    vantage,
    at: Float64Array.from(instants),
    outcome: Uint8Array.from(instants, (instant, index) =>
      isBad(instant, vantage, index) ? outcomeCode.bad : outcomeCode.ok,
    ),
    latencyMs: new Float64Array(instants.length).fill(100),
  };
}

/** Two vantages make 1,000 requests a slice by day and 2 by night; a minute takes 95 % to be good. */
function underEveryDefinition(isBad: IsBad) {
  const agreement = anAgreement({
    effective: { from: '2026-07-01', until: '2026-07-01' },
    sources: [aSource({ every: '5m' })],
    objectives: [anObjective({ objective: { op: '>=', target: '99%', timeSliceTarget: '95%' } })],
  });
  const series = ['main', 'second'].map((vantage) => traffic(vantage, isBad));
  const input = { agreement, exclusions: [], period: '2026-07', asOf: day.end, facts: facts(series) };
  const definitions = definitionsOf(input, 'uptime').periods[0]?.parts[0]?.definitions ?? [];
  return Object.fromEntries(definitions.map(({ name, ...rest }) => [name, rest]));
}

const within = (instant: number, from: string, to: string) =>
  instant >= at(`2026-07-01T${from}Z`) && instant < at(`2026-07-01T${to}Z`);

describe('the same day under four definitions', () => {
  it('differs by four percents for an hour of night in which every other request fails', () => {
    // 12 slices with 1 of 2 bad; of 144 x 1,000 + 144 x 2 = 144,288 requests 12 are bad.
    const defined = underEveryDefinition(
      (instant, vantage) => vantage === 'main' && within(instant, '00:00', '01:00'),
    );
    expect(defined).toMatchObject({
      // 144,276 / 144,288 = 0.999916...
      occurrences: {
        value: { num: '12023', den: '12024' },
        display: '99.991 %',
        verdict: 'met',
        counts: { unit: 'check', good: 144_276, bad: 12, unmeasured: 0 },
      },
      // (276 + 12 x 0.5) / 288 = 282/288
      'five-minute-mean': {
        value: { num: '47', den: '48' },
        display: '97.916 %',
        verdict: 'missed',
        counts: { unit: 'five-minute interval', good: 276, bad: 12, unmeasured: 0 },
      },
      // 60 of 1,440 minutes are bad.
      'time-slices': {
        isContract: true,
        value: { num: '23', den: '24' },
        display: '95.833 %',
        verdict: 'missed',
        counts: { unit: 'minute', good: 1380, bad: 60, unmeasured: 0 },
      },
      // No minute of the night has 100 requests; those in which one of two failed are 12.
      'minimum-volume-minutes': {
        value: { num: '1', den: '1' },
        display: '100.000 %',
        verdict: 'met',
        counts: { unit: 'minute', good: 1440, bad: 0, unmeasured: 0, tooFew: 12 },
      },
    });
  });

  it('differs the other way round for a quarter of an hour at the peak in which 30 % fail', () => {
    // 3 slices with 300 of 1,000 bad: 900 of 144,288.
    const defined = underEveryDefinition(
      (instant, _vantage, index) => within(instant, '12:00', '12:15') && index % 10 < 3,
    );
    expect(defined).toMatchObject({
      // 143,388 / 144,288 = 0.993762...
      occurrences: { display: '99.376 %', verdict: 'met' },
      // (285 + 3 x 0.7) / 288 = 287.1/288 = 0.996875
      'five-minute-mean': { value: { num: '319', den: '320' }, display: '99.687 %', verdict: 'met' },
      // 15 of 1,440 minutes are good for 70 % only.
      'time-slices': { value: { num: '95', den: '96' }, display: '98.958 %', verdict: 'missed' },
      // 15 minutes have 200 requests of which 60 fail.
      'minimum-volume-minutes': {
        value: { num: '95', den: '96' },
        display: '98.958 %',
        verdict: 'missed',
        counts: { bad: 15, tooFew: 0 },
      },
    });
  });
});
