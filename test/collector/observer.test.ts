import { describe, expect, it, vi } from 'vitest';
import { createLog, type Logger } from '@upheld/collector/log';
import { createInstruments } from '@upheld/collector/metrics/instruments';
import { createObserver } from '@upheld/collector/observer';
import type { NewSample } from '@upheld/collector/store/store';
import { probed } from './collect/scene.ts';
import { fakeClock } from './schedule/fake-clock.ts';

/** An observer, and the lines that it logs. */
function scene() {
  const lines: object[] = [];
  const log: Logger = createLog();
  log.error = (line: object) => void lines.push(line);
  log.info = (line: object) => void lines.push(line);
  const { onKept } = createObserver({
    clock: fakeClock(0),
    log,
    instruments: createInstruments(),
    publish: () => undefined,
  });
  return { lines, onKept };
}

const place = { agreement: 'acme', source: 'api', vantage: 'main' };
const ok = (at: number): NewSample => ({ ...place, at, outcome: 'ok', reason: null, latencyMs: 20 });
const refused = (at: number, error: string): NewSample => ({
  ...{ ...place, at, outcome: 'unmeasured', reason: 'policy', latencyMs: null },
  detail: { error },
});
const loopback = '127.0.0.1 port 80 is a loopback address; name its range and port under egress.allow';
const what = 'measuring acme/api';

describe('slots under way', () => {
  it('are counted from their start to their end, and how late they start is observed', async () => {
    const instruments = createInstruments();
    const { onStart, onEnd } = createObserver({
      clock: fakeClock(0),
      log: createLog(),
      instruments,
      publish: () => undefined,
    });
    for (const lateMs of [20, 40, 0]) onStart(lateMs);
    onEnd();
    expect(await instruments.schedulerInFlight.get()).toMatchObject({ values: [{ value: 2 }] });
    const { values } = await instruments.schedulerLag.get();
    // 0.02 s + 0.04 s + 0 s
    expect(values.find(({ metricName }) => metricName?.endsWith('_sum'))?.value).toBeCloseTo(0.06, 9);
  });
});

describe('a source that is gone', () => {
  it('has no series any more, also where a slot of it that was under way ends later', async () => {
    const instruments = createInstruments();
    const observer = createObserver({
      clock: fakeClock(0),
      log: createLog(),
      instruments,
      publish: () => undefined,
    });
    observer.follow([probed('api'), probed('orders')]);
    const orders: NewSample = { ...ok(0), source: 'orders' };
    for (const sample of [ok(0), orders]) observer.onKept(sample);
    observer.follow([probed('api')]);
    await vi.waitFor(async () => expect(await instruments.registry.metrics()).not.toContain('orders'));
    for (const sample of [ok(60_000), { ...orders, at: 60_000 }]) observer.onKept(sample);
    const shown = await instruments.registry.metrics();
    expect(shown).not.toContain('orders');
    expect(shown).toContain('upheld_probes_total{agreement="acme",source="api"} 2');
  });
});

describe('control targets', () => {
  const url = 'https://www.us.example/up';
  const answered = { name: 'gateway', url, said: 'answered', why: 'status 503' } as const;
  const failed = { name: 'office', url, said: 'failed', why: 'ECONNREFUSED: no way' } as const;

  it('are logged when they begin to fail and when they answer again, and stand in the metrics', async () => {
    const lines: object[] = [];
    const log: Logger = createLog();
    log.error = (line: object) => void lines.push(line);
    log.info = (line: object) => void lines.push(line);
    const instruments = createInstruments();
    const { onControls } = createObserver({
      clock: fakeClock(0),
      log,
      instruments,
      publish: () => undefined,
    });
    const shown = async () => (await instruments.registry.metrics()).match(/^upheld_control_success.*$/gm);
    for (let round = 0; round < 3; round += 1) onControls([answered, failed]);
    const err =
      'ECONNREFUSED: no way; mend it or name another one: while controls fail, a connection that fails is not measured';
    expect(lines).toEqual([{ event: 'failed', what: 'control office', err }]);
    expect(await shown()).toEqual([
      'upheld_control_success{control="gateway"} 1',
      'upheld_control_success{control="office"} 0',
    ]);
    onControls([{ ...failed, said: 'answered', why: 'status 200' }]);
    expect(lines.slice(1)).toEqual([{ event: 'works-again', what: 'control office' }]);
    // The gateway is gone from the settings.
    expect(await shown()).toEqual(['upheld_control_success{control="office"} 1']);
  });
});

describe('an amendment that takes effect', () => {
  it('is logged, and pages hear that the agreement changed', () => {
    const lines: object[] = [];
    const told: object[] = [];
    const log: Logger = createLog();
    log.info = (line: object) => void lines.push(line);
    const publish = (change: object) => void told.push(change);
    const { onAmended } = createObserver({
      clock: fakeClock(0),
      log,
      instruments: createInstruments(),
      publish,
    });
    onAmended([{ agreement: 'acme', amendment: 'acme-a1', from: 1_000 }]);
    expect(lines).toEqual([{ event: 'amended', agreement: 'acme', amendment: 'acme-a1' }]);
    expect(told).toEqual([{ agreement: 'acme', asOf: 1_000 }]);
  });
});

describe('the log of what could not be measured', () => {
  it('says once why a source is not asked and what to do, and when it is measured again', () => {
    const { lines, onKept } = scene();
    for (const at of [1, 2, 3]) onKept(refused(at, loopback));
    expect(lines).toEqual([{ event: 'failed', what, err: loopback }]);
    onKept(ok(4));
    expect(lines.slice(1)).toEqual([{ event: 'works-again', what }]);
  });

  it('says once that a partner is asked too often, however many rests it takes and until when', () => {
    const { lines, onKept } = scene();
    const limited = (at: number, error: string): NewSample => ({
      ...{ ...place, at, outcome: 'unmeasured', reason: 'rate-limited', latencyMs: null },
      detail: { error },
    });
    for (const at of [1, 3]) {
      onKept(limited(at, 'got status 429; expected 200-299'));
      onKept(limited(at + 1, `it is left alone until 2026-07-01T10:0${at}:00.000Z`));
    }
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ event: 'failed', what, err: expect.stringContaining('(429)') });
  });

  it('says nothing of a partner that is down: that is a sample', () => {
    const { lines, onKept } = scene();
    onKept({
      ...place,
      at: 1,
      outcome: 'bad',
      reason: 'timeout',
      latencyMs: null,
      detail: { error: 'late' },
    });
    expect(lines).toEqual([]);
  });

  it('says nothing of slots that passed while nothing ran', () => {
    const { lines, onKept } = scene();
    onKept(refused(1, loopback));
    onKept({ ...place, at: 2, outcome: 'unmeasured', reason: 'stopped', latencyMs: null });
    expect(lines).toHaveLength(1);
  });
});
