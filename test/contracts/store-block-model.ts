// Whatever was put, sealed, let go of and reopened in whatever order: a store reads like a plain map of slots.
import type { NewSample } from '@upheld/collector/store/store';
import { outcomeCode, type SampleSeries } from '@upheld/shared/facts/sample';
import fc from 'fast-check';
import '../properties.ts';
import { expect, it } from 'vitest';
import { retireUntil, sealUntil } from './store-blocks.ts';
import { hour, minute, start } from './store-facts.ts';
import type { HeldStore } from './store-held.ts';

const vantages = ['main', 'west'];
const hours = 5;

const tenths = fc.nat({ max: 9999 }).map((count) => count / 10);

const ending = fc.oneof(
  fc.record({
    ...{ outcome: fc.constant('ok' as const), reason: fc.constant(null) },
    latencyMs: fc.option(tenths),
  }),
  fc.record({
    ...{ outcome: fc.constant('ok' as const), reason: fc.constant(null) },
    ...{ latencyMs: tenths, ageMs: tenths },
  }),
  fc.record({
    ...{ outcome: fc.constant('bad' as const), reason: fc.constant('status' as const) },
    ...{ latencyMs: fc.constant(5), status: fc.constantFrom(404, 503) },
  }),
  fc.record({
    ...{ outcome: fc.constant('unmeasured' as const), reason: fc.constant('stopped' as const) },
    latencyMs: fc.constant(null),
  }),
);

const slot = fc
  .record({
    vantage: fc.constantFrom(...vantages),
    minutes: fc.nat({ max: hours * 60 - 1 }),
    offGrid: fc.constantFrom(0, 0, 1, 59_999),
  })
  .map(({ vantage, minutes, offGrid }) => ({ vantage, at: start + minutes * minute + offGrid }));

const samples = fc.array(fc.tuple(slot, ending), { minLength: 1, maxLength: 12 });

/** An hour's end, or the day's: an engine may let go of whole days only. */
const until = fc.oneof(fc.nat({ max: hours }), fc.constant(24)).map((count) => start + count * hour);

const step = fc.oneof(
  { weight: 4, arbitrary: samples.map((given) => ({ do: 'put' as const, given })) },
  { weight: 3, arbitrary: until.map((before) => ({ do: 'seal' as const, before })) },
  { weight: 3, arbitrary: until.map((before) => ({ do: 'retire' as const, before })) },
  { weight: 1, arbitrary: fc.constant({ do: 'reopen' as const }) },
);

const window = fc
  .tuple(fc.nat({ max: hours * 60 }), fc.nat({ max: hours * 60 }))
  .map(([a, b]) => ({ start: start + Math.min(a, b) * minute, end: start + Math.max(a, b) * minute + 1 }));

type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

type Known = Map<string, NewSample>;

export function blockModelContract(held: HeldStore): void {
  it('reads like a plain map of slots, whatever was put, sealed, let go of and reopened before', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), window, async (steps, asked) => {
        runs += 1;
        const agreement = `model-${runs}`;
        const known: Known = new Map();
        for (const each of steps) await take(held, known, agreement, each);
        await expectSame(held, known, agreement, asked);
        await expectSame(held, known, agreement, { start: 0, end: 8e15 });
      }),
      // A server takes far longer for each question than a file does.
      { numRuns: held.isShared ? 3 : 15 },
    );
  }, 120_000);
}

async function take(held: HeldStore, known: Known, agreement: string, step: Step): Promise<void> {
  if (step.do === 'reopen') return held.reopen();
  if (step.do === 'put') {
    const given = step.given.map(([at, end]) => ({ agreement, source: 'api', ...at, ...end }));
    return putBoth(held, known, given);
  }
  await (step.do === 'seal' ? sealUntil : retireUntil)(held.store, step.before);
}

async function putBoth({ store }: HeldStore, known: Known, given: NewSample[]): Promise<void> {
  let stored = 0;
  for (const sample of given) {
    const key = `${sample.vantage} ${sample.at}`;
    if (known.has(key)) continue;
    known.set(key, sample);
    stored += 1;
  }
  const result = await store.putSamples(given);
  expect(result.stored).toBe(stored);
  expect(result.stored + result.duplicates + result.conflicts.length).toBe(given.length);
  for (const { given: refused, kept } of result.conflicts) {
    expect(kept).toEqual(known.get(`${refused.vantage} ${refused.at}`));
  }
}

async function expectSame(
  { store }: HeldStore,
  known: Known,
  agreement: string,
  asked: { start: number; end: number },
): Promise<void> {
  const query = { agreement, source: 'api', ...asked };
  const all = [...known.values()].toSorted((a, b) => a.at - b.at);
  const within = all.filter(({ at }) => at >= asked.start && at < asked.end);
  const series = vantages.map((vantage) =>
    seriesOf(
      vantage,
      within.filter((each) => each.vantage === vantage),
    ),
  );
  expect(await store.readSamples(query)).toEqual(series.filter(({ at }) => at.length > 0));
  const failed = within.filter(({ outcome }) => outcome !== 'ok').toReversed();
  const newest = failed.toSorted((a, b) => b.at - a.at || (a.vantage < b.vantage ? -1 : 1));
  for (const limit of [3, 1000]) {
    const read = await store.readFailures({ ...query, limit });
    expect(read).toEqual(newest.slice(0, limit).map((sample) => ({ ...sample, detail: null })));
  }
  for (const vantage of vantages) {
    const last = all.findLast((each) => each.vantage === vantage)?.at ?? null;
    expect(await store.lastSlot({ agreement, source: 'api', vantage })).toBe(last);
  }
}

function seriesOf(vantage: string, samples: NewSample[]): SampleSeries {
  const ages = samples.map((sample) => ('ageMs' in sample ? (sample.ageMs ?? NaN) : NaN));
  const statuses = samples.map((sample) => ('status' in sample ? (sample.status ?? 0) : 0));
  return {
    ...{ source: 'api', vantage },
    at: Float64Array.from(samples, ({ at }) => at),
    outcome: Uint8Array.from(samples, ({ outcome }) => outcomeCode[outcome]),
    latencyMs: Float64Array.from(samples, ({ latencyMs }) => latencyMs ?? NaN),
    ...(ages.some((age) => !Number.isNaN(age)) && { ageMs: Float64Array.from(ages) }),
    ...(statuses.some((status) => status !== 0) && { status: Uint16Array.from(statuses) }),
  };
}
