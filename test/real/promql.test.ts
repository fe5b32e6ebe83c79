// Counted traffic against a real Prometheus: every number below is worked out by hand from how many requests a
// minute the counters were made to count.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '@upheld/collector/clock';
import { readRound, type TrafficRound } from '@upheld/collector/collect/traffic-round';
import { targetsOf } from '@upheld/collector/collect/target';
import { trafficKinds } from '@upheld/collector/traffic/registry';
import { prometheus } from '@upheld/collector/traffic/prometheus';
import { anAgreement } from '../builders/agreement.ts';
import { temporaryStore } from '../collector/collect/temporary-store.ts';
import { trafficContext } from '../contracts/traffic.ts';
import { startCountedPrometheus, type CountedPrometheus, type CountedSeries } from './counted-prometheus.ts';
import { missingServers } from './servers.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Six hours up to the last one that has settled; their numbers below are 0 to 5. */
const end = Math.floor((Date.now() - 5 * minute) / hour) * hour;
const begin = end - 6 * hour;

/**
 * A counter with `rates[n]` requests a minute in hour n, seen every minute. Null: nobody saw the hour, not even
 * its edges, so that the hours beside it are seen all but a minute.
 */
function counter(metric: string, labels: string, rates: (number | null)[], offsetMs = 0): CountedSeries {
  const points: [number, number][] = [];
  let value = 1000;
  for (const [index, rate] of rates.entries()) {
    for (let step = 0; step < 60; step += 1) {
      const isEdge = step === 0 && (index === 0 ? rate : rates[index - 1]) === null;
      const at = begin + index * hour + step * minute + offsetMs;
      if (rate !== null && !isEdge) points.push([at / 1000, value]);
      value += rate ?? 0;
    }
  }
  return { metric, labels, points: [...points, [(end + offsetMs) / 1000, value]] };
}

/** The same, restarted after the first half of its last hour: it counts from nothing again. */
function restarted(series: CountedSeries): CountedSeries {
  const at = (end - hour / 2) / 1000;
  const before = series.points.findLast(([instant]) => instant <= at)?.[1] ?? 0;
  return {
    ...series,
    points: series.points.map(([instant, value]) => [instant, instant > at ? value - before : value]),
  };
}

const requests = 'http_requests_total';
const bucket = 'http_seconds_bucket';
const steady = (rate: number) => Array<number>(6).fill(rate);

const series = [
  // Hour 2 was not seen at all: the Prometheus was away.
  restarted(counter(requests, 'job="orders",code="200"', [60, 120, null, 60, 0, 60])),
  counter(requests, 'job="orders",code="500"', [1, 0, null, 3, 0, 0]),
  counter(requests, 'job="orders",code="503"', [2, 0, null, 0, 0, 0]),
  counter(requests, 'job="quiet",code="200"', steady(5)),
  // Seen half a minute beside the full one: nobody sees the edges of an hour.
  counter(requests, 'job="beside",code="200"', steady(10), 30_000),
  // Of 60 requests a minute 54 took up to 200 ms and all up to 500 ms. Another instance writes 0.20.
  counter(bucket, 'instance="a",le="0.1"', steady(30)),
  counter(bucket, 'instance="a",le="0.2"', steady(54)),
  counter(bucket, 'instance="a",le="0.5"', steady(60)),
  counter(bucket, 'instance="a",le="+Inf"', steady(60)),
  counter(bucket, 'instance="b",le="0.20"', steady(6)),
  counter(bucket, 'instance="b",le="0.5"', steady(6)),
  counter(bucket, 'instance="b",le="+Inf"', steady(6)),
];

const ofJob = (job: string, more = '') => `sum(increase(${requests}{job="${job}"${more}}[1h]))`;
const failed = ',code=~"5.."';

describe.skipIf(missingServers().some(({ command }) => command === 'prometheus'))('a real Prometheus', () => {
  let real: CountedPrometheus;
  beforeAll(async () => {
    real = await startCountedPrometheus(series, '1d');
  });
  afterAll(() => real.stop());

  const specOf = (terms: object) => prometheus.spec.parse({ url: real.url, ...terms });

  async function read(terms: object, index: number) {
    const start = begin + index * hour;
    return await prometheus.read(specOf(terms), { start, end: start + hour }, trafficContext([real.port]));
  }

  const orders = { total: ofJob('orders'), bad: ofJob('orders', failed) };

  it.each([
    // 60 good, 1 + 2 bad a minute: 63 * 60 and 3 * 60.
    [0, { total: 3780, bad: 180 }],
    [1, { total: 7200, bad: 0 }],
    // 60 good and 3 bad a minute.
    [3, { total: 3780, bad: 180 }],
    // Counters stood still: measured, and nobody asked for anything.
    [4, { total: 0, bad: 0 }],
    // The process was restarted in the middle.
    [5, { total: 3600, bad: 0 }],
  ])('gives the requests and errors of hour %i', async (index, counts) => {
    expect(await read(orders, index)).toMatchObject({ ok: true, fault: null, counts });
  });

  it('gives no series for an hour that it did not see, which is no zero', async () => {
    expect(await read(orders, 2)).toMatchObject({ ok: true, counts: null, fault: 'empty' });
  });

  it('gives no series for `5..` where none ever failed, unless the query says that this is none', async () => {
    const bad = ofJob('quiet', failed);
    expect(await read({ total: ofJob('quiet'), bad }, 0)).toMatchObject({
      ...{ counts: null, fault: 'empty', words: expect.stringContaining('or vector(0)') },
    });
    expect(await read({ total: ofJob('quiet'), bad: `${bad} or vector(0)` }, 0)).toMatchObject({
      counts: { total: 300, bad: 0 },
    });
  });

  it('gives NaN for nothing divided by nothing', async () => {
    const ratio = `${ofJob('orders', failed)} / ${ofJob('orders')}`;
    expect(await read({ total: ofJob('orders'), bad: ratio }, 4)).toMatchObject({ fault: 'not-a-number' });
  });

  it('extrapolates to edges that it did not see, which the nearest whole undoes', async () => {
    expect(await read({ total: ofJob('beside'), bad: ofJob('beside') }, 1)).toMatchObject({
      counts: { total: 600, bad: 600 },
    });
  });

  it.each([
    // 66 a minute, of which 54 + 6 within: 6 * 60 are not.
    ['200ms', { total: 3960, bad: 360 }],
    ['500ms', { total: 3960, bad: 0 }],
  ])(
    'counts who was not within %s by a histogram, however its bound is written',
    async (threshold, counts) => {
      expect(await read({ histogram: 'http_seconds', threshold }, 1)).toMatchObject({ fault: null, counts });
    },
  );

  it('selects the series of a histogram', async () => {
    const terms = { histogram: 'http_seconds', selector: 'instance="a"', threshold: '100ms' };
    expect(await read(terms, 1)).toMatchObject({ counts: { total: 3600, bad: 1800 } });
  });

  it('has no bucket that ends between two of them', async () => {
    expect(await read({ histogram: 'http_seconds', threshold: '300ms' }, 1)).toMatchObject({
      ...{ counts: null, fault: 'empty', words: expect.stringContaining('put every threshold into le') },
    });
  });

  it('gives the same bytes for the same hour again', async () => {
    expect(await read(orders, 0)).toEqual(await read(orders, 0));
  });

  it.each([
    ['several series', `increase(${requests}{job="orders"}[1h])`, 'hour', 'series'],
    ['a range', `${requests}{job="orders"}[1h]`, 'hour', 'series'],
    ['a query that ends too early', `sum(increase(${requests}[1h])`, 'source', 'query'],
    [
      'series that do not match one to one',
      `sum(increase(${requests}[1h])) * on() increase(${requests}{job="orders"}[1h])`,
      ...(['hour', 'query'] as const),
    ],
  ])('stores nothing of %s', async (_title, total, about, reason) => {
    expect(await read({ total, bad: ofJob('orders') }, 0)).toMatchObject({ ok: false, about, reason });
  });

  it('is read back as far as it keeps what it counts, and says that a month is longer', async () => {
    const [uptime] = anAgreement().objectives;
    if (uptime === undefined) throw new Error('the builder promises uptime');
    const from = new Date(end - 3 * day).toISOString().slice(0, 10);
    const source = { type: 'prometheus', every: '60s', agreeing: 1, retry: { attempts: 1, delay: '5s' } };
    const agreement = anAgreement({
      ...{ timeZone: 'UTC', effective: { from } },
      sources: [{ ...source, name: 'gateway', spec: { url: real.url, ...orders } }],
      objectives: [{ ...uptime, period: 'month', indicator: { type: 'error-rate', sources: ['gateway'] } }],
    });
    const [target] = targetsOf(
      [agreement],
      { probes: new Map(), connectors: new Map(), traffic: trafficKinds },
      end,
    );
    if (target?.does !== 'count') throw new Error('a prometheus source is counted');
    const store = await temporaryStore();
    const memory = { completeUntil: null, failed: new Map(), keptMs: null, toldAt: null };
    const parts = { store, clock: systemClock, context: trafficContext([real.port]), isOver: () => false };
    const now = Date.now();
    const round: TrafficRound = await readRound(target, memory, parts);
    expect(round).toMatchObject({
      unread: [],
      isComplete: true,
      history: { keptMs: day, wantedMs: 31 * day },
    });
    const slices = await store.readSlices({ agreement: 'acme', source: 'gateway', start: 0, end: now });
    // Whole hours that began at most a day ago: 23, or 24 in the first minutes of one.
    expect(slices[0]?.start).toBe(Math.ceil((now - day) / hour) * hour);
    expect(
      slices.slice(-7).map((slice) => slice.fault ?? `${slice.counts.bad}/${slice.counts.total}`),
    ).toEqual([...['empty', '180/3780', '0/7200', 'empty', '180/3780', '0/0', '0/3600']]);
    expect(slices.at(-1)?.end).toBe(end);
    expect(await readRound(target, memory, parts)).toMatchObject({ asked: 0, kept: 0, isComplete: true });
  });
});
