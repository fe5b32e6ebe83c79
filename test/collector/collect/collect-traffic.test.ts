import { describe, expect, it } from 'vitest';
import { systemClock } from '@upheld/collector/clock';
import { createOutside } from '@upheld/collector/collect/outside';
import { targetsOf, type Target } from '@upheld/collector/collect/target';
import { trafficKinds } from '@upheld/collector/traffic/registry';
import { defaultSettings } from '@upheld/shared/agreement/settings';
import { anAgreement } from '../../builders/agreement.ts';
import { httpServer } from '../egress/servers.ts';
import { fakePrometheus } from '../traffic/fake-prometheus.ts';
import { hour, noon, storedIn } from './counting.ts';
import { collecting } from './scene.ts';
import { temporaryStore } from './temporary-store.ts';

const kinds = { probes: new Map(), connectors: new Map(), traffic: trafficKinds };

/** An agreement of one day, which began at midnight UTC, twelve hours before noon. */
function targetFor(url: string): Target {
  const spec = { url, total: 'sum(increase(all[1h]))', bad: 'sum(increase(bad[1h])) or vector(0)' };
  const retry = { attempts: 1, delay: '5s' };
  const gateway = { name: 'gateway', type: 'prometheus', every: '60s', agreeing: 1, retry, spec };
  const effective = { from: '2026-08-15', until: '2026-08-15' };
  const agreement = anAgreement({ timeZone: 'UTC', effective, sources: [gateway] });
  const [target] = targetsOf([agreement], kinds, noon + 30 * 24 * hour);
  if (target === undefined) throw new Error('a prometheus source is a target');
  return target;
}

describe('a source of counted traffic', () => {
  it('is read through the one way out and stored, and what came of it is told', async () => {
    const prometheus = fakePrometheus(
      (query, at) => (query.includes('all') ? String(at / hour) : '1.2'),
      '15d',
    );
    const { url, port } = await httpServer(prometheus);
    const settings = { ...defaultSettings, egress: { allow: [{ cidr: '127.0.0.0/8', ports: [port] }] } };
    const outside = createOutside({
      ...{ settings: () => settings, environment: {}, folder: '.', listeners: () => [] },
      ...{ clock: systemClock, version: '0.1.0', onControls: () => undefined },
    });
    const store = await temporaryStore();
    const { clock, collect, rounds, kept } = collecting(store, { outside });
    await clock.advance(10 * 60_000);
    const target = targetFor(url);
    await collect.keep(target, noon, await collect.ask(target, noon));
    // Midnight to noon: twelve hours of two queries each, and one question for what is kept.
    expect(rounds).toMatchObject([
      { asked: 25, kept: 12, isComplete: true, history: { keptMs: 15 * 24 * hour } },
    ]);
    const firstEnd = noon / hour - 11;
    expect(await storedIn(store)).toEqual(
      Array.from({ length: 12 }, (_, index) => [index - 12, `1/${firstEnd + index}`]),
    );
    expect(kept).toEqual([]);
  });

  it('has no slots to account for: what is missing is asked for again', async () => {
    const store = await temporaryStore();
    const { collect, kept } = collecting(store);
    await collect.missed(targetFor('http://127.0.0.1:1'), [noon], 'stopped');
    expect(kept).toEqual([]);
  });

  it('is not asked any more once the collector stops', async () => {
    const server = await httpServer((_request, response) => response.end());
    const store = await temporaryStore();
    const { collect, rounds } = collecting(store);
    const target = targetFor(server.url);
    collect.windDown();
    await collect.keep(target, noon, await collect.ask(target, noon));
    expect(rounds).toMatchObject([{ asked: 0, kept: 0, isComplete: false }]);
  });
});
