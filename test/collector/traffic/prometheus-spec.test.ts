import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wording } from '@upheld/shared/agreement/wording';
import { prometheus } from '@upheld/collector/traffic/prometheus';
import { examples } from '../config/folders.ts';

const url = 'https://prometheus.lumen.example';
const total = 'sum(increase(http_requests_total{job="orders"}[1h]))';
const bad = 'sum(increase(http_requests_total{job="orders",code=~"5.."}[1h]))';
const histogram = 'http_request_duration_seconds';

/** `path: rule` of every fault. */
function faults(terms: object): string[] {
  const result = prometheus.spec.safeParse({ url, ...terms }, { error: wording });
  return (result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

const hourRule =
  'a query counts one hour: its range is [1h], without another one, offset or @, such as sum(increase(http_requests_total{job="orders"}[1h]))';
const pairRule =
  'a source is counted by total and bad, or by histogram and threshold with or without a selector, such as { total: "sum(increase(requests_total[1h]))", bad: "sum(increase(errors_total[1h])) or vector(0)" }';

describe('the spec of a prometheus source', () => {
  it('needs a URL and two queries', () => {
    expect(prometheus.spec.parse({ url, total, bad })).toEqual({
      ...{ url, total, bad, headers: {}, timeout: '10s', redirects: 0, settle: '5m', backfill: '92d' },
    });
  });

  it('or a histogram and a threshold', () => {
    const terms = { url, histogram, selector: 'job="orders", code!~"4.."', threshold: '200ms' };
    expect(prometheus.spec.parse(terms)).toMatchObject(terms);
    expect(faults({ histogram, threshold: '1s' })).toEqual([]);
  });

  it('reads back what it wrote', () => {
    const written = prometheus.spec.parse({ url, total, bad, settle: '10m', backfill: '7d' });
    expect(prometheus.spec.parse(written)).toEqual(written);
  });

  it('takes the queries of the full example as they stand there', () => {
    const yaml = readFileSync(`${examples}northwind-lumen.yaml`, 'utf8');
    expect(yaml).toContain(`total: ${total}\n`);
    expect(yaml).toContain(`bad: ${bad}\n`);
  });

  it.each([
    ['sum(increase(a{path="/[5m]/@me offset 1h"}[1h])) # not [5m]'],
    ['sum by () (increase(kafka_offset_total[1h])) or vector(0)'],
    [`sum(increase(a{b='it\\'s [2h]'}[1h]))`],
  ])('sees ranges only where PromQL has them: %s', (query) => {
    expect(faults({ total: query, bad })).toEqual([]);
  });

  it.each([
    ['sum(increase(a[5m]))'],
    ['sum(a)'],
    ['sum(increase(a[1h])) + sum(increase(b[5m]))'],
    ['sum(increase(a[1h] offset 1h))'],
    ['sum(increase(a[1h] offset -5m))'],
    ['sum(increase(a[1h] @ 1609746000))'],
    ['sum(increase(a[1h:1m]))'],
    ['sum(a{b="[1h]"})'],
  ])('refuses a query of anything but one hour: %s', (query) => {
    expect(faults({ total: query, bad })).toEqual([`total: ${hourRule}`]);
  });

  it.each([
    [{}],
    [{ total }],
    [{ bad }],
    [{ histogram }],
    [{ threshold: '200ms' }],
    [{ total, bad, histogram, threshold: '200ms' }],
    [{ total, bad, selector: 'job="orders"' }],
    [{ total, bad, threshold: '200ms' }],
  ])('refuses what is half of a question or two at once: %o', (terms) => {
    expect(faults(terms)).toEqual([`: ${pairRule}`]);
  });

  it.each([
    [
      { url: `${url}/api/v1/query` },
      'url: url is the base of a Prometheus, without /api/v1, such as https://prometheus.example.com',
    ],
    [
      { histogram: `${histogram}_bucket`, threshold: '1s' },
      'histogram: a histogram is the name of a metric without _bucket, _count and _sum, such as http_request_duration_seconds',
    ],
    [
      { histogram: 'a{b="c"}', threshold: '1s' },
      'histogram: a histogram is the name of a metric without _bucket, _count and _sum, such as http_request_duration_seconds',
    ],
    ...['{job="a"}', 'job', 'le="0.2"', 'job="a",le=~".*"', 'job="a"}[1h])) or vector(1'].map((selector) => [
      { histogram, threshold: '1s', selector },
      `selector: a selector is matchers of labels other than le, without braces, such as 'job="orders"'`,
    ]),
    [{ total, bad, backfill: '93d' }, 'backfill: backfill is at most 92d, the longest quarter, such as 31d'],
    [
      { histogram, threshold: '2h' },
      'threshold: a duration is a whole number of milliseconds (ms), seconds (s) or minutes (m), such as 200ms',
    ],
    [{ total, bad, latency: 'total' }, /^: .*total, bad.*$/],
  ] as [object, string | RegExp][])('refuses %o and says what to write', (terms, fault) => {
    const [first] = faults('url' in terms ? { total, bad, ...terms } : terms);
    if (typeof fault === 'string') expect(first).toBe(fault);
    else expect(first).toMatch(fault);
  });

  it('names every fault at once', () => {
    expect(faults({ total: 'a', bad: 'b', settle: '5' }).map((fault) => fault.split(':')[0])).toEqual([
      ...['total', 'bad', 'settle'],
    ]);
  });
});
