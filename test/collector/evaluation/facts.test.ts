import { describe, expect, it } from 'vitest';
import { factsOf, loadFacts, reachOf } from '@upheld/collector/evaluation/facts';
import { periodBounds } from '@upheld/shared/time/period';
import { anAgreement } from '../../builders/agreement.ts';
import { aSlice } from '../../shared/evaluation/build.ts';
import { aMatrix } from '../../shared/indicators/matrix.ts';
import { temporaryStore } from '../collect/temporary-store.ts';

const asOf = Date.UTC(2026, 7, 15, 12);
const retry = { attempts: 1, delay: '5s' };
const desk = { name: 'desk', type: 'json-http', every: '60s', retry, agreeing: 1, spec: {} };
const agreement = anAgreement({
  sources: [...anAgreement().sources, desk],
  support: [aMatrix({ source: 'desk' })],
});
const period = periodBounds('2026-Q3', 'Europe/Berlin', 1);
const place = { agreement: 'acme', source: 'desk' };

const isPolled = (type: string) => type === 'json-http';
const opened = (at: number) => ({ ticket: 'T-1', at, type: 'opened' as const, severity: 1 });

describe('the facts of a ticket desk', () => {
  it('are unknown from the first day of the agreement while it was never read', async () => {
    const facts = factsOf(
      await loadFacts({
        store: await temporaryStore(),
        agreement,
        period,
        asOf,
        polled: isPolled,
      }),
    );
    // 1 January 2026 begins in Berlin at 23:00 UTC of the day before.
    expect(facts.desk('desk')).toEqual({
      events: [],
      gaps: [{ start: Date.UTC(2025, 11, 31, 23), end: asOf }],
    });
  });

  it('are unknown since the last synchronisation that reached its present', async () => {
    const store = await temporaryStore();
    await store.putTicketEvents({ ...place, events: [opened(asOf - 90_000)], cursor: '1' });
    await store.recordSync(place, asOf - 60_000);
    await store.recordSyncFailure(place, asOf - 1_000, 'the desk answered with status 503');
    const facts = factsOf(await loadFacts({ store, agreement, period, asOf, polled: isPolled }));
    expect(facts.desk('desk')).toEqual({
      events: [opened(asOf - 90_000)],
      gaps: [{ start: asOf - 60_000, end: asOf }],
    });
  });

  it('have no gap up to an instant that a later synchronisation covers', async () => {
    const store = await temporaryStore();
    await store.putTicketEvents({ ...place, events: [], cursor: '1' });
    await store.recordSync(place, asOf + 60_000);
    const facts = factsOf(await loadFacts({ store, agreement, period, asOf, polled: isPolled }));
    expect(facts.desk('desk').gaps).toEqual([]);
  });

  it('are known as they are where they come from files', async () => {
    const store = await temporaryStore();
    await store.putTicketEvents({ ...place, events: [opened(asOf - 90_000)] });
    const imported = { ...agreement, sources: [...anAgreement().sources, { ...desk, type: 'import' }] };
    const facts = factsOf(await loadFacts({ store, agreement: imported, period, asOf, polled: isPolled }));
    expect(facts.desk('desk')).toEqual({ events: [opened(asOf - 90_000)], gaps: [] });
  });
});

describe('the facts of a desk that an amendment brought or removed', () => {
  const support = [aMatrix({ source: 'desk' })];
  const withDesk = { support, sources: [...anAgreement().sources, desk] };

  it.each([
    ['brought', anAgreement(), anAgreement(withDesk)],
    ['removed', anAgreement(withDesk), anAgreement()],
  ])('are unknown where it was not read: %s', async (_, signed, terms) => {
    const from = Date.UTC(2026, 6, 31, 22);
    const amended = { ...signed, amended: [{ name: 'acme-a1', from, terms }] };
    const store = await temporaryStore();
    await store.recordSync(place, asOf - 60_000);
    const facts = factsOf(await loadFacts({ store, agreement: amended, period, asOf, polled: isPolled }));
    expect(facts.desk('desk').gaps).toEqual([{ start: asOf - 60_000, end: asOf }]);
  });
});

describe('the facts of a probed source', () => {
  it('are its samples of every vantage, those that speak into the period included', async () => {
    const store = await temporaryStore();
    const sample = (vantage: string, at: number) => ({
      ...{ agreement: 'acme', source: 'api', vantage, at },
      ...{ outcome: 'ok' as const, reason: null, latencyMs: 20 },
    });
    // A sample holds for 1.5 x 60 s = 90 s, so the one 90 s before the quarter still bears on it.
    await store.putSamples([
      sample('main', period.start - 90_001),
      sample('main', period.start - 90_000),
      sample('rome', period.start),
      sample('rome', period.end),
    ]);
    const facts = factsOf(await loadFacts({ store, agreement, period, asOf, polled: isPolled }));
    const slots = facts.series('api').map(({ vantage, at }) => [vantage, [...at]]);
    expect(slots).toEqual([
      ['main', [period.start - 90_000]],
      ['rome', [period.start]],
    ]);
  });

  it('are none for a source that no promise reads', async () => {
    const facts = factsOf(
      await loadFacts({
        store: await temporaryStore(),
        agreement,
        period,
        asOf,
        polled: isPolled,
      }),
    );
    expect(facts.series('elsewhere')).toEqual([]);
  });
});

describe('the window whose facts bear on a period', () => {
  it('reaches back by the longest hold of its sources', () => {
    const [source] = anAgreement().sources;
    if (source === undefined) throw new Error('the builder has a source');
    const slow = anAgreement({ sources: [{ ...source, every: '10m' }] });
    expect(reachOf(slow, period, asOf)).toEqual({ start: period.start - 900_000, end: period.end });
  });

  it('reaches back over a burn window while the period has only begun, and no longer once it has closed', () => {
    const when = { type: 'burn-rate', objective: 'uptime', budget: '5%', long: '6h' };
    const burning = anAgreement({ triggers: [{ name: 'burn', when, then: {} }] });
    const soon = period.start + 3_600_000;
    // One hour has elapsed: five of the six lie before the period, and a hold of 90 s before those.
    expect(reachOf(burning, period, soon).start).toBe(period.start - 5 * 3_600_000 - 90_000);
    expect(reachOf(burning, period, period.end).start).toBe(period.start - 90_000);
  });

  it('is the period itself where no sample is needed', () => {
    expect(reachOf(anAgreement({ sources: [], objectives: [] }), period, asOf)).toEqual({
      start: period.start,
      end: period.end,
    });
  });
});

describe('the facts of counted traffic', () => {
  const counted = { ...desk, name: 'gateway', type: 'prometheus' };
  const { objectives } = anAgreement();
  const agreed = anAgreement({
    sources: [...anAgreement().sources, counted],
    objectives: objectives.map((objective) => ({
      ...objective,
      indicator: { type: 'error-rate', sources: ['gateway'] },
    })),
  });
  const month = periodBounds('2026-07', 'Europe/Berlin', 1);

  it('are the hours that bear on the period, with the one before it', async () => {
    const store = await temporaryStore();
    const starts = [-2, -1, 0, 1].map((hours) => month.start + hours * 3_600_000);
    await store.putSlices(starts.map((start) => aSlice(start, { total: 10, bad: 1 })));
    await store.putSlices([aSlice(month.end, 'empty'), aSlice(month.start, 'empty', { source: 'other' })]);
    const facts = factsOf(
      await loadFacts({ store, agreement: agreed, period: month, asOf, polled: isPolled }),
    );
    expect(facts.slices('gateway')).toEqual(
      starts.slice(1).map((start) => aSlice(start, { total: 10, bad: 1 })),
    );
    expect(facts.slices('other')).toEqual([]);
    expect(facts.series('gateway')).toEqual([]);
  });

  it('reach as far as what is read of them, so that a late hour is seen', () => {
    expect(reachOf(agreed, month, asOf)).toEqual({ start: month.start - 3_600_000, end: month.end });
  });
});
