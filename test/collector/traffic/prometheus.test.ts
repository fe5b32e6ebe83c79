import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { prometheus } from '@upheld/collector/traffic/prometheus';
import { trafficContext, trafficContract } from '../../contracts/traffic.ts';
import { httpServer } from '../egress/servers.ts';
import { fakePrometheus, vectorOf, type Values } from './fake-prometheus.ts';

const total = 'sum(increase(http_requests_total{job="orders"}[1h]))';
const bad = 'sum(increase(http_requests_total{job="orders",code=~"5.."}[1h]))';
const specFor = (url: string) => ({ url, total, bad, timeout: '500ms' });

trafficContract({
  kind: prometheus,
  specFor,
  monitoringOf: (counts) =>
    fakePrometheus((query, at) => String(query === total ? counts(at).total : counts(at).bad)),
});

const hour = 3_600_000;

/** 2026-07-01T09:00:00Z to 10:00:00Z. */
const nine = { start: Date.UTC(2026, 6, 1, 9), end: Date.UTC(2026, 6, 1, 10) };

async function read(listener: RequestListener, terms: object = {}) {
  const server = await httpServer(listener);
  const spec = prometheus.spec.parse({ ...specFor(server.url), ...terms });
  return await prometheus.read(spec, nine, trafficContext([server.port]));
}

const answering = (body: string) => read((_request, response) => response.end(body));
const ofValues = (values: Values, terms?: object) => read(fakePrometheus(values), terms);

describe('reading an hour from a Prometheus', () => {
  it('asks two forms at the end of the hour, with the timeout, under the base that the agreement names', async () => {
    const seen: string[] = [];
    const listener: RequestListener = (request, response) => {
      let form = '';
      request.on('data', (chunk) => (form += String(chunk)));
      request.on('end', () => {
        const { method, url, headers } = request;
        seen.push(`${method} ${url} ${headers['content-type']} ${headers['x-scope-orgid']}`, form);
        response.end(vectorOf('7', nine.end));
      });
    };
    const server = await httpServer(listener);
    const url = `${server.url}/prometheus/`;
    const spec = prometheus.spec.parse({ ...specFor(url), headers: { 'X-Scope-OrgID': 'acme' } });
    await prometheus.read(spec, nine, trafficContext([server.port]));
    const line = 'POST /prometheus/api/v1/query application/x-www-form-urlencoded acme';
    const form = (query: string) =>
      new URLSearchParams({ query, time: '1782900000', timeout: '500ms' }).toString();
    expect(seen).toEqual([line, form(total), line, form(bad)]);
  });

  it('keeps the queries and the hash of both bodies one after the other', async () => {
    const answer = await ofValues((query) => (query === total ? '1017.54' : '3.05'));
    const bodies = vectorOf('1017.54', nine.end) + vectorOf('3.05', nine.end);
    expect(answer).toEqual({
      ...{ ok: true, queries: [total, bad], thresholdMs: null, fault: null, words: null },
      counts: { total: 1018, bad: 3 },
      answerHash: createHash('sha256').update(bodies).digest('hex'),
    });
  });

  it('reads a histogram: who was not within the threshold is bad', async () => {
    const queries: string[] = [];
    const values: Values = (query) => {
      queries.push(query);
      return query.includes('+Inf') ? '1000' : '940';
    };
    const histogram = { total: undefined, bad: undefined, histogram: 'http_seconds', threshold: '200ms' };
    expect(await ofValues(values, histogram)).toMatchObject({
      ...{ counts: { total: 1000, bad: 60 }, thresholdMs: 200 },
      queries: [
        'sum(increase(http_seconds_bucket{le="+Inf"}[1h]))',
        'sum(increase(http_seconds_bucket{le=~"0[.]20*"}[1h]))',
      ],
    });
    expect(queries).toHaveLength(2);
  });

  it('tells no series, NaN, no count and zero apart', async () => {
    const bads = async (value: string | null) => await ofValues((query) => (query === total ? '10' : value));
    expect(await bads('0')).toMatchObject({ counts: { total: 10, bad: 0 }, fault: null });
    expect(await bads(null)).toMatchObject({ ok: true, counts: null, fault: 'empty' });
    expect(await bads('NaN')).toMatchObject({ ok: true, counts: null, fault: 'not-a-number' });
    expect(await bads('+Inf')).toMatchObject({ ok: true, counts: null, fault: 'not-a-count' });
    expect(await bads('11')).toMatchObject({ ok: true, counts: null, fault: 'not-a-count' });
    expect(await bads('-1')).toMatchObject({ ok: true, counts: null, fault: 'not-a-count' });
  });

  it('takes a scalar for the number that it is', async () => {
    const data = { resultType: 'scalar', result: [nine.end / 1000, '5'] };
    expect(await answering(JSON.stringify({ status: 'success', data }))).toMatchObject({
      counts: { total: 5, bad: 5 },
    });
  });

  it('leaves alone what newer servers and other products tell beside the number', async () => {
    const extra = {
      infos: ['metric might not be a counter'],
      stats: { seriesFetched: '1' },
      isPartial: false,
    };
    expect(await answering(vectorOf('5', nine.end, extra))).toMatchObject({ counts: { total: 5, bad: 5 } });
    expect(await answering(vectorOf('5', nine.end, { warnings: null }))).toMatchObject({ ok: true });
    expect(await answering(vectorOf('5', nine.end, { warnings: [] }))).toMatchObject({ ok: true });
  });

  const series = (...values: string[]) =>
    JSON.stringify({
      status: 'success',
      data: {
        resultType: 'vector',
        result: values.map((value, index) => ({
          metric: { pod: `p${index}` },
          value: [nine.end / 1000, value],
        })),
      },
    });
  const data = (value: unknown) => JSON.stringify({ status: 'success', data: value });

  it.each([
    ['warnings', vectorOf('5', nine.end, { warnings: ['no store for block'] }), 'hour', 'partial'],
    ['a part of its answer', vectorOf('5', nine.end, { isPartial: true }), 'hour', 'partial'],
    ['two series', series('1', '2'), 'hour', 'series'],
    ['a range', data({ resultType: 'matrix', result: [] }), 'hour', 'series'],
    ['a text', data({ resultType: 'string', result: [1, 'a'] }), 'hour', 'series'],
    [
      'a native histogram',
      data({ resultType: 'vector', result: [{ metric: {}, histogram: [1, {}] }] }),
      'hour',
      'series',
    ],
    [
      'a number as number',
      data({ resultType: 'vector', result: [{ metric: {}, value: [1, 5] }] }),
      'hour',
      'series',
    ],
    ['a word as number', series('many'), 'hour', 'series'],
    ['hexadecimal', series('0x10'), 'hour', 'series'],
    ['another instant', vectorOf('5', nine.end - hour), 'source', 'protocol'],
    ['an error with status 200', '{"status":"error","errorType":"timeout","error":"x"}', 'hour', 'series'],
    ['depth', '['.repeat(100_000) + ']'.repeat(100_000), 'hour', 'series'],
    ['__proto__', '{"__proto__":{"status":"success"}}', 'hour', 'series'],
  ] as const)('stores nothing where it answers with %s', async (_title, body, about, reason) => {
    expect(await answering(body)).toMatchObject({ ok: false, about, reason });
  });

  it('says how many series there are and what to do', async () => {
    expect(await answering(series('1', '2', '3'))).toMatchObject({
      words: 'the query gives 3 series where an hour has one number; aggregate them with sum()',
    });
  });

  it.each([
    [400, 'source', 'query'],
    [403, 'source', 'credentials'],
    [404, 'source', 'status'],
    [422, 'hour', 'query'],
    [500, 'hour', 'query'],
    [503, 'source', 'status'],
  ] as const)('tells whether status %i is about the source or the hour', async (status, about, reason) => {
    const answer = await read((_request, response) => response.writeHead(status).end('{}'));
    expect(answer).toMatchObject({ ok: false, about, reason });
  });

  it('asks no second query where the first was refused', async () => {
    let requests = 0;
    await read((_request, response) => {
      requests += 1;
      response.writeHead(422).end();
    });
    expect(requests).toBe(1);
  });
});

describe('how far back a Prometheus keeps what it counts', () => {
  async function history(listener: RequestListener) {
    const server = await httpServer(listener);
    return await prometheus.history(
      prometheus.spec.parse(specFor(server.url)),
      trafficContext([server.port]),
    );
  }
  const withStatus = (status: number) =>
    history((_request, response) => response.writeHead(status).end('{}'));

  it('is what it says', async () => {
    expect(await history(fakePrometheus(() => '0', '15d or 1GiB'))).toEqual({
      ok: true,
      keptMs: 15 * 24 * hour,
    });
  });

  it('is not known where it does not say', async () => {
    expect(await history(fakePrometheus(() => '0'))).toEqual({ ok: true, keptMs: null });
    expect(await withStatus(403)).toEqual({ ok: true, keptMs: null });
    expect(await history((_request, response) => response.end('<html>'))).toEqual({ ok: true, keptMs: null });
  });

  it('is asked again where it is busy or away, so that no hour is taken for empty meanwhile', async () => {
    expect(await withStatus(503)).toMatchObject({ ok: false, about: 'source', reason: 'status' });
    expect(await withStatus(429)).toMatchObject({ ok: false, about: 'source', reason: 'rate-limited' });
  });
});
