import { describe, expect, it } from 'vitest';
import { readSources, type StandingTerms } from '@upheld/collector/source-standings';
import type { NewSample, Store } from '@upheld/collector/store/store';
import type { SourceRecord } from '@upheld/shared/api/source-records';
import { anAgreement } from '../builders/agreement.ts';
import { aSlice } from '../shared/evaluation/build.ts';
import { temporaryStore } from './collect/temporary-store.ts';

const noon = Date.UTC(2026, 7, 15, 12);
const minute = 60_000;
const [http] = anAgreement().sources;
if (http === undefined) throw new Error('the builder has a source');

const agreement = anAgreement({
  sources: [
    { ...http, measuredBy: 'us' },
    { ...http, name: 'batch', type: 'heartbeat', every: '1d' },
    { ...http, name: 'desk', type: 'json-http', every: '5m' },
    { ...http, name: 'gateway', type: 'prometheus' },
    { ...http, name: 'files', type: 'import' },
  ],
});

const gives: Record<string, SourceRecord['gives']> = {
  ...{ 'json-http': 'tickets', prometheus: 'counts', import: 'imports' },
};

const terms: StandingTerms = {
  givesOf: (type) => gives[type] ?? 'checks',
  callsUs: (type) => type === 'heartbeat',
  nextAt: (source) => (source === 'api' ? noon + 20_000 : null),
  ...{ vantage: 'main', now: noon },
};

const sample = (minutes: number, vantage: string, outcome: object) =>
  ({ agreement: 'acme', source: 'api', vantage, at: noon + minutes * minute, ...outcome }) as NewSample;
const endsAt = noon + 30 * 86_400_000;
const ok = { outcome: 'ok', reason: null, latencyMs: 20, detail: { certificateEndsAt: endsAt } };
const slow = { outcome: 'bad', reason: 'timeout', latencyMs: null, detail: { error: 'DEADLINE' } };
const ours = { outcome: 'unmeasured', reason: 'own-network', latencyMs: null };

async function standing<Gives extends SourceRecord['gives']>(
  source: string,
  kind: Gives,
  prepare: (store: Store) => Promise<unknown> = async () => undefined,
) {
  const store = await temporaryStore();
  await prepare(store);
  const found = (await readSources(store, agreement, terms)).find((record) => record.source === source);
  if (found?.gives !== kind) throw new Error(`${source} gives ${kind}`);
  return found as Extract<SourceRecord, { gives: Gives }>;
}

describe('how the sources of an agreement stand', () => {
  it('names each with its terms, also where nothing is known of it yet', async () => {
    expect(await readSources(await temporaryStore(), agreement, terms)).toEqual([
      {
        ...{ source: 'api', type: 'http', every: '60s', measuredBy: 'us', nextAt: noon + 20_000 },
        ...{ gives: 'checks', slots: [], certificateEndsAt: null, reported: null },
      },
      {
        ...{ source: 'batch', type: 'heartbeat', every: '1d', measuredBy: null, nextAt: null },
        ...{ gives: 'checks', slots: [], certificateEndsAt: null, lastBeatAt: null, reported: null },
      },
      {
        ...{ source: 'desk', type: 'json-http', every: '5m', measuredBy: null, nextAt: null },
        ...{ gives: 'tickets', syncedUntil: null, failingSince: null, error: null, reconciledAt: null },
      },
      {
        ...{ source: 'gateway', type: 'prometheus', every: '60s', measuredBy: null, nextAt: null },
        ...{ gives: 'counts', readUntil: null },
      },
      {
        ...{ source: 'files', type: 'import', every: '60s', measuredBy: null, nextAt: null },
        ...{ gives: 'imports', slots: [] },
      },
    ]);
  });

  it('keeps the order of the agreement, however many there are', async () => {
    const sources = Array.from({ length: 120 }, (_, place) => ({ ...http, name: `api-${place}` }));
    const records = await readSources(await temporaryStore(), anAgreement({ sources }), terms);
    expect(records.map(({ source }) => source)).toEqual(sources.map(({ name }) => name));
  });

  it('tells the last slot from each place with its reason, by place', async () => {
    const samples = [
      sample(-2, 'main', ok),
      sample(-1, 'main', slow),
      sample(-3, 'oslo', ours),
      sample(0, 'rome', ok),
    ];
    expect((await standing('api', 'checks', (store) => store.putSamples(samples))).slots).toEqual([
      { vantage: 'main', at: noon - minute, outcome: 'bad', reason: 'timeout' },
      { vantage: 'oslo', at: noon - 3 * minute, outcome: 'unmeasured', reason: 'own-network' },
      { vantage: 'rome', at: noon, outcome: 'ok', reason: null },
    ]);
  });

  it('keeps our own place however long it has been silent, and forgets others after sixty slots', async () => {
    const samples = [sample(-90, 'main', ok), sample(-60, 'oslo', ok), sample(-61, 'rome', ok)];
    const { slots } = await standing('api', 'checks', (store) => store.putSamples(samples));
    expect(slots.map(({ vantage, at }) => [vantage, (at - noon) / minute])).toEqual([
      ['main', -90],
      ['oslo', -60],
    ]);
  });

  it('knows the end of a certificate from the newest last slot that saw one', async () => {
    const older = { ...ok, detail: { certificateEndsAt: endsAt - 1 } };
    const samples = [sample(-2, 'oslo', older), sample(-1, 'main', ok), sample(0, 'rome', slow)];
    expect(await standing('api', 'checks', (store) => store.putSamples(samples))).toMatchObject({
      certificateEndsAt: endsAt,
    });
  });

  it('tells when a heartbeat was last heard', async () => {
    const beat = { agreement: 'acme', source: 'batch', at: noon - 180 * minute };
    expect(await standing('batch', 'checks', (store) => store.putBeat(beat))).toMatchObject({
      lastBeatAt: noon - 180 * minute,
    });
  });

  it('tells what a source last said of itself', async () => {
    const report = { agreement: 'acme', source: 'api', maintenance: [] };
    const reports = async (store: Store) => {
      await store.putReport({ ...report, status: 'degraded', at: noon - 9 * minute });
      await store.putReport({ ...report, status: 'operational', at: noon - minute });
    };
    expect(await standing('api', 'checks', reports)).toMatchObject({
      reported: { status: 'operational', seenAt: noon - minute },
    });
  });

  it('tells until when a desk is known, and since when and why it fails', async () => {
    const desk = { agreement: 'acme', source: 'desk' };
    const failing = async (store: Store) => {
      await store.recordSync(desk, noon - 9 * minute);
      await store.recordSyncFailure(desk, noon - 5 * minute, 'status 503');
    };
    expect(await standing('desk', 'tickets', failing)).toMatchObject({
      ...{ syncedUntil: noon - 9 * minute, failingSince: noon - 5 * minute, error: 'status 503' },
    });
    const healed = async (store: Store) => {
      await failing(store);
      await store.recordSync(desk, noon - minute);
    };
    expect(await standing('desk', 'tickets', healed)).toMatchObject({
      ...{ syncedUntil: noon - minute, failingSince: null, error: null },
    });
  });

  it('tells up to which hour counted traffic was read', async () => {
    const slices = [aSlice(noon - 120 * minute, { total: 1, bad: 0 }), aSlice(noon - 60 * minute, 'empty')];
    expect(await standing('gateway', 'counts', (store) => store.putSlices(slices))).toMatchObject({
      readUntil: noon,
    });
  });
});
