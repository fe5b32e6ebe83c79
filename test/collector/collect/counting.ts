// A source of counted traffic whose answers are up to the test, read as the collector reads it.
import { createRests } from '@upheld/collector/collect/rests';
import { createTraffic, type TrafficSource } from '@upheld/collector/collect/read-traffic';
import type { Store } from '@upheld/collector/store/store';
import type { History, ReadHour, TrafficKind, Unread } from '@upheld/collector/traffic/traffic';
import { z } from 'zod';
import { noSecrets } from '../egress/servers.ts';
import { fakeClock } from '../schedule/fake-clock.ts';

export const hour = 3_600_000;

/** 2026-08-15T12:00:00Z. */
export const noon = Date.UTC(2026, 7, 15, 12);

/** Ten requests, one of them bad. */
export const tenAndOne: ReadHour = {
  ...{ ok: true, queries: ['total', 'bad'], thresholdMs: null, answerHash: 'a'.repeat(64) },
  ...{ counts: { total: 10, bad: 1 }, fault: null, words: null },
};

export const empty: ReadHour = { ...tenAndOne, counts: null, fault: 'empty', words: 'write or vector(0)' };

export const unread = (about: Unread['about'], retryAfterMs: number | null = null): Unread => ({
  ...{ ok: false, about, reason: 'query', words: `it refuses the ${about}`, retryAfterMs },
});

/** What the source says of the hour that starts so many hours from noon. */
export type Answers = (fromNoon: number) => ReadHour | Unread;

/** A kind that answers by `answers`, notes the hours that it was asked for, and tells `history`. */
export function countingKind(answers: Answers, history: History | Unread = { ok: true, keptMs: null }) {
  const asked: number[] = [];
  const told: number[] = [];
  const kind: TrafficKind = {
    type: 'counting',
    spec: z.unknown(),
    countsOver: () => null,
    reach: () => ({ settleMs: 300_000, backfillMs: 92 * 24 * hour }),
    read: async (_spec, { start }, { egress }) => {
      asked.push((start - noon) / hour);
      await egress.request({ url: 'https://prometheus.example.com', deadlineMs: 1 });
      return answers((start - noon) / hour);
    },
    history: async () => {
      told.push(told.length);
      return history;
    },
  };
  return { kind, asked, told };
}

/** The agreement began `since` hours before noon; it is ten past. */
export function counting(store: Store, kind: TrafficKind, since = 5, change: Partial<TrafficSource> = {}) {
  const clock = fakeClock(noon + 600_000);
  const rests = createRests(clock);
  const traffic = createTraffic({ store, clock, rests });
  const source: TrafficSource = {
    ...{ agreement: 'acme', source: 'gateway', key: 'gateway', everyMs: 60_000, judgedMs: 0 },
    retry: { attempts: 1, delay: '5s' },
    terms: [{ start: noon - since * hour, end: Infinity, kind, spec: {} }],
    ...change,
  };
  const response = { status: 200, headers: {}, body: Buffer.alloc(0), truncated: false, latencyMs: 1 };
  const request = async () => ({ ...response, reused: false, totalMs: 1, phases: {}, tls: null });
  const refused = () => Promise.reject(new Error('this kind asks over HTTP only'));
  const egress = { request, connect: refused, query: refused };
  const read = (of = source) => traffic.read(of, { egress, credentials: noSecrets });
  return { clock, traffic, source, read };
}

/** The hours from noon that are stored, each with what it holds. */
export async function storedIn(store: Store): Promise<[number, string][]> {
  const place = { agreement: 'acme', source: 'gateway', start: 0, end: noon + 10_000 * hour };
  const slices = await store.readSlices(place);
  return slices.map(({ start, counts, fault }) => [
    (start - noon) / hour,
    fault ?? `${counts.bad}/${counts.total}`,
  ]);
}
