// What every kind of counted traffic has to stand: an hour reads the same however often it is read and is
// stored once, whatever happens in between; monitoring that is down, slow or hostile is a result of the closed
// list that stores nothing, and what it sends is never quoted.
import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createTraffic } from '@upheld/collector/collect/read-traffic';
import { createRests } from '@upheld/collector/collect/rests';
import { createEgress } from '@upheld/collector/egress';
import type { ReadHour, TrafficContext, TrafficKind, Unread } from '@upheld/collector/traffic/traffic';
import type { Store } from '@upheld/collector/store/store';
import type { SliceCounts } from '@upheld/shared/facts/slice';
import { unreadReasons } from '@upheld/shared/facts/unread-hour';
import { temporaryStore } from '../collector/collect/temporary-store.ts';
import { closedPort, httpServer, loopbackEgress, noSecrets, rawServer } from '../collector/egress/servers.ts';
import type { Running } from '../collector/egress/servers.ts';
import { fakeClock } from '../collector/schedule/fake-clock.ts';

export type Subject<Spec> = {
  kind: TrafficKind<Spec>;
  /** A valid spec that reads from `url` and gives up on a request after half a second. */
  specFor: (url: string) => unknown;
  /** Monitoring of that kind that counted so many in the hour that ends at an instant. */
  monitoringOf: (counts: (end: number) => SliceCounts) => RequestListener;
};

export function trafficContext(ports: number[], change: Partial<TrafficContext> = {}): TrafficContext {
  return { egress: loopbackEgress(ports), credentials: noSecrets, ...change };
}

const hour = 3_600_000;

/** 2026-07-01T09:00:00Z. */
const nine = Date.UTC(2026, 6, 1, 9);

/** 100 requests in the first hour of the day and 7 more each hour; every tenth hour has one bad one. */
const counts = (end: number) => {
  const number = (end / hour - 1) % 24;
  return { total: 100 + 7 * number, bad: number % 10 === 0 ? 1 : 0 };
};
const nineToTen = { total: 163, bad: 0 }; // 100 + 7 * 9

const canary = 'canary-5f1c';
const broken = [
  ['fails', `HTTP/1.1 500 Broken\r\ncontent-length: 11\r\n\r\n${canary}`],
  ['is not there', `HTTP/1.1 404 Gone\r\ncontent-length: 11\r\n\r\n${canary}`],
  ['does not know us', `HTTP/1.1 401 Who\r\nwww-authenticate: ${canary}\r\ncontent-length: 0\r\n\r\n`],
  ['moved', `HTTP/1.1 302 Found\r\nlocation: /${canary}\r\ncontent-length: 0\r\n\r\n`],
  ['shows a page of HTML', `HTTP/1.1 200 OK\r\ncontent-length: 17\r\n\r\n<html>${canary}`],
  ['sends half of a document', `HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{"${canary}`],
  ['cuts its body', `HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{"data":{"${canary}`],
  [
    'sends another document',
    `HTTP/1.1 200 OK\r\ncontent-length: 17\r\n\r\n{"a":"${canary}"}`.replace('17', '19'),
  ],
  ['sends nothing', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
  ['sends no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['never answers', null],
] as const;

export function trafficContract<Spec>({ kind, specFor, monitoringOf }: Subject<Spec>): void {
  const specOf = (server: Running) => kind.spec.parse(specFor(server.url));

  async function read(server: Running, context = trafficContext([server.port])): Promise<ReadHour | Unread> {
    return await kind.read(specOf(server), { start: nine, end: nine + hour }, context);
  }

  async function failure(server: Running, context?: TrafficContext): Promise<Unread> {
    const answer = await read(server, context);
    if (!answer.ok) return answer;
    throw new Error(`expected a failure, got ${JSON.stringify(answer)}`);
  }

  /** Reads into `store` as the collector does from 14:10 on; two days of the agreement have passed before. */
  function reading(server: Running, store: Store) {
    const clock = fakeClock(nine + 5 * hour + 600_000);
    const traffic = createTraffic({ store, clock, rests: createRests(clock) });
    const terms = [{ start: nine - 48 * hour, end: Infinity, kind, spec: specOf(server) }];
    const place = { agreement: 'acme', source: 'gateway', key: 'gateway' };
    const source = { ...place, everyMs: 60_000, retry: { attempts: 1, delay: '5s' }, terms, judgedMs: 0 };
    return { clock, read: () => traffic.read(source, trafficContext([server.port])) };
  }

  const stored = async (store: Store) =>
    await store.readSlices({ agreement: 'acme', source: 'gateway', start: 0, end: nine + 1000 * hour });

  describe(`the traffic kind ${kind.type}, as every kind`, () => {
    it('gives the counts of the hour that it is asked for, what it asked and a hash of the answer', async () => {
      const answer = await read(await httpServer(monitoringOf(counts)));
      expect(answer).toMatchObject({ ok: true, counts: nineToTen, fault: null });
      if (!answer.ok) return;
      expect(answer.queries.length).toBeGreaterThan(0);
      expect(answer.answerHash).toMatch(/^[0-9a-f]{64}$/);
    });

    it('gives the same for the same hour, and another hash for other counts', async () => {
      const server = await httpServer(monitoringOf(counts));
      const first = await read(server);
      expect(await read(server)).toEqual(first);
      const other = await read(await httpServer(monitoringOf(() => ({ total: 163, bad: 1 }))));
      expect(other.ok && first.ok && other.answerHash !== first.answerHash).toBe(true);
    });

    it('asks one request after the other', async () => {
      let underWay = 0;
      let most = 0;
      const monitoring = monitoringOf(counts);
      const server = await httpServer((request, response) => {
        underWay += 1;
        most = Math.max(most, underWay);
        response.once('close', () => (underWay -= 1));
        setImmediate(() => monitoring(request, response));
      });
      await read(server);
      expect(most).toBe(1);
    });

    it.each(broken)('gives no hour where monitoring %s, and quotes nothing of it', async (_title, answer) => {
      const server = await rawServer((socket) => {
        if (answer !== null) socket.once('data', () => socket.end(answer));
      });
      const { reason, words, retryAfterMs } = await failure(server);
      expect(unreadReasons).toContain(reason);
      expect(words.length).toBeGreaterThan(10);
      expect(words).not.toContain(canary);
      expect(retryAfterMs).toBeNull();
    });

    it('gives no hour where nobody listens', async () => {
      expect(await failure(await closedPort())).toMatchObject({ about: 'source', reason: 'connect' });
    });

    it('gives no hour where the policy forbids the address', async () => {
      const egress = createEgress({ allow: [], version: '1' });
      expect(await failure(await closedPort(), trafficContext([], { egress }))).toMatchObject({
        ...{ about: 'source', reason: 'policy' },
      });
    });

    it('hands on how long it is asked to leave the monitoring alone', async () => {
      const server = await httpServer((_request, response) =>
        response.writeHead(429, { 'retry-after': '120' }).end(),
      );
      expect(await failure(server)).toMatchObject({
        ...{ about: 'source', reason: 'rate-limited', retryAfterMs: 120_000 },
      });
    });

    it('reads no more than a little of an answer without an end', async () => {
      let sent = 0;
      const server = await httpServer((_request, response) => {
        const chunk = Buffer.alloc(256 * 1024, ' ');
        const pour = () => {
          do sent += chunk.length;
          while (response.write(chunk));
        };
        response.on('drain', pour);
        pour();
      });
      await failure(server);
      expect(sent).toBeLessThan(16 * 1024 * 1024);
    });

    it('takes no hour that is not over by the clock of the monitoring', async () => {
      const monitoring = monitoringOf(counts);
      const server = await httpServer((request, response) => {
        response.setHeader('date', new Date(nine + hour - 1000).toUTCString());
        monitoring(request, response);
      });
      expect(await failure(server)).toMatchObject({ about: 'source', reason: 'clock' });
    });

    it('refuses keys that it does not know', () => {
      const terms = Object.assign({}, specFor('http://127.0.0.1:1/'), { surprise: true });
      expect(kind.spec.safeParse(terms).success).toBe(false);
    });

    it('has every settled hour stored once, also when it is read again, restarted or not', async () => {
      const store = await temporaryStore();
      let requests = 0;
      const monitoring = monitoringOf(counts);
      const server = await httpServer((request, response) => {
        requests += 1;
        monitoring(request, response);
      });
      const first = reading(server, store);
      expect(await first.read()).toMatchObject({ kept: 53, unread: [], isComplete: true }); // 48 h + 5 h
      const slices = await stored(store);
      expect(slices.map(({ start }) => start)).toEqual(
        Array.from({ length: 53 }, (_, index) => nine + (index - 48) * hour),
      );
      expect(slices.map((slice) => slice.counts)).toEqual(slices.map(({ end }) => counts(end)));
      const asked = requests;
      expect(await first.read()).toMatchObject({ asked: 0, kept: 0, isComplete: true });
      expect(await reading(server, store).read()).toMatchObject({ asked: 0, kept: 0, isComplete: true });
      expect(requests).toBe(asked);
      expect(await stored(store)).toEqual(slices);
    });

    it('goes on behind what was stored where it ended between two batches', async () => {
      const store = await temporaryStore();
      const server = await httpServer(monitoringOf(counts));
      let batches = 0;
      const dying: Store = {
        ...store,
        putSlices: async (slices) => {
          batches += 1;
          if (batches === 2) throw new Error('killed');
          return await store.putSlices(slices);
        },
      };
      await expect(reading(server, dying).read()).rejects.toThrow('killed');
      const before = await stored(store);
      expect(before.length).toBeGreaterThan(0);
      expect(await reading(server, store).read()).toMatchObject({ kept: 53 - before.length, conflicts: [] });
      expect((await stored(store)).slice(0, before.length)).toEqual(before);
    });

    it('stores nothing of an hour that failed, and reads it once the monitoring is back', async () => {
      const store = await temporaryStore();
      const monitoring = monitoringOf(counts);
      const state = { isDown: true };
      const server = await httpServer((request, response) => {
        if (state.isDown) response.writeHead(429, { 'retry-after': '120' }).end();
        else monitoring(request, response);
      });
      const { clock, read: round } = reading(server, store);
      expect(await round()).toMatchObject({ kept: 0, isComplete: false });
      state.isDown = false;
      await clock.advance(119_000);
      expect(await round()).toMatchObject({ asked: 0, kept: 0, isComplete: false });
      expect(await stored(store)).toEqual([]);
      await clock.advance(1_000);
      expect(await round()).toMatchObject({ kept: 53, isComplete: true });
    });
  });
}
