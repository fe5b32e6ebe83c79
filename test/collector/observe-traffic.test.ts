import { describe, expect, it } from 'vitest';
import type { CountTarget } from '@upheld/collector/collect/target';
import { quietRound, type TrafficRound } from '@upheld/collector/collect/traffic-round';
import { reportFailures } from '@upheld/collector/failures';
import { createLog } from '@upheld/collector/log';
import { createInstruments } from '@upheld/collector/metrics/instruments';
import { observeTraffic } from '@upheld/collector/observe-traffic';
import { unread } from './collect/counting.ts';

const day = 86_400_000;
const target: CountTarget = {
  ...{ does: 'count', agreement: 'acme', source: 'gateway', key: 'acme/gateway', everyMs: 60_000 },
  ...{ retry: { attempts: 1, delay: '5s' }, terms: [], judgedMs: 0 },
};

/** What is logged, and how /metrics looks, after rounds like these. */
function after(...rounds: Partial<TrafficRound>[]) {
  const lines: object[] = [];
  const log = createLog();
  log.error = (line: object) => void lines.push({ level: 'error', ...line });
  log.warn = (line: object) => void lines.push({ level: 'warn', ...line });
  log.info = (line: object) => void lines.push({ level: 'info', ...line });
  const instruments = createInstruments();
  const observe = observeTraffic({ log, failures: reportFailures(log), instruments });
  for (const round of rounds) observe(target, { ...quietRound(1_000), ...round });
  const metrics = async () => (await instruments.registry.metrics()).split('\n');
  return { lines, metrics };
}

const labels = '{agreement="acme",source="gateway"}';
const of = (reason: string) => `{agreement="acme",source="gateway",reason="${reason}"}`;

describe('what is told of counted traffic', () => {
  it('is how often it was asked, what failed and when all was known', async () => {
    const { metrics } = after(
      { at: 5_000, asked: 7, kept: 3, unread: [unread('hour'), unread('hour')] },
      { at: 65_000, asked: 4, kept: 2, isComplete: true },
      { at: 125_000, asked: 1, unread: [unread('source')] },
    );
    const lines = await metrics();
    expect(lines).toContain(`upheld_promql_source_queries_total${labels} 12`);
    expect(lines).toContain(`upheld_promql_source_failures_total${of('query')} 3`);
    expect(lines).toContain(`upheld_promql_source_last_success_timestamp_seconds${labels} 65`);
  });

  it('shows a failure that never happened as 0, so that the first is an increase', async () => {
    const lines = await after({ isComplete: true }).metrics();
    for (const reason of ['timeout', 'partial', 'series', 'rate-limited', 'clock']) {
      expect(lines).toContain(`upheld_promql_source_failures_total${of(reason)} 0`);
    }
  });

  it('is each failure once, and when it is over', () => {
    const failing = { asked: 1, unread: [unread('source')] };
    const { lines } = after(failing, {}, failing, { kept: 1, asked: 2 }, { isComplete: true });
    const what = 'reading acme/gateway';
    expect(lines).toEqual([
      { level: 'error', event: 'failed', what, err: 'it refuses the source' },
      { level: 'info', event: 'works-again', what },
    ]);
  });

  it('is once what to do where hours hold no counts', () => {
    const complaint = 'end it with `or vector(0)`';
    const { lines } = after(
      { kept: 2, complaint },
      { kept: 1, complaint },
      { isComplete: true },
      { kept: 1 },
    );
    const what = 'counting acme/gateway';
    expect(lines).toEqual([
      { level: 'warn', event: 'failed', what, err: complaint },
      { level: 'info', event: 'works-again', what },
    ]);
  });

  it('is once that the source keeps less than a period that is judged, and both in seconds', async () => {
    const history = { keptMs: 15 * day, wantedMs: 92 * day };
    const { lines, metrics } = after({ kept: 1, history }, { kept: 1, history });
    expect(lines).toEqual([
      {
        ...{ level: 'warn', event: 'failed', what: 'history of acme/gateway' },
        err: 'it keeps 15 days of what it counts, and periods of up to 92 days are judged or read back; hours that are older when somebody asks for them stay not measured',
      },
    ]);
    expect(await metrics()).toContain(`upheld_promql_source_retention_seconds${labels} 1296000`);
    expect(await metrics()).toContain(`upheld_promql_source_retention_wanted_seconds${labels} 7948800`);
  });

  it('is nothing where the source keeps enough', () => {
    expect(after({ kept: 1, history: { keptMs: 92 * day, wantedMs: 92 * day } }).lines).toEqual([]);
  });

  it('is each hour that another collector had read otherwise', () => {
    const slice = {
      ...{ agreement: 'acme', source: 'gateway', start: 0, end: 3_600_000, thresholdMs: null, queries: [] },
      ...{ answerHash: '', fault: null },
    };
    const conflict = {
      index: 0,
      given: { ...slice, counts: { total: 2, bad: 0 } },
      kept: { ...slice, counts: { total: 1, bad: 0 } },
    };
    const { given, kept } = conflict;
    expect(after({ kept: 1, conflicts: [conflict] }).lines).toEqual([
      { level: 'warn', event: 'conflict', given, kept },
    ]);
  });
});
