// A fact of every kind, put into a store and read back through every method that reads.
import type { NewSample, Store } from '@upheld/collector/store/store';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import { blocksIn, retireUntil, sealUntil } from './store-blocks.ts';
import {
  aLoadTest,
  aReport,
  aSlice,
  agedSample,
  api,
  badSample,
  desk,
  everything,
  hour,
  minute,
  occurrence,
  okSample,
  start,
  statusSample,
} from './store-facts.ts';

const unmeasured = (at: number): NewSample => ({
  ...{ ...api, vantage: 'main', at },
  ...{ outcome: 'unmeasured', reason: 'stopped', latencyMs: null },
});

const samples: NewSample[] = [
  { ...okSample(start), detail: { phases: { connect: 1.5 }, status: 200 } },
  { ...badSample(start + minute), detail: { error: 'no answer' } },
  agedSample(start + 2 * minute, 4200),
  statusSample(start + 3 * minute, 503),
  unmeasured(start + 4 * minute),
  { ...okSample(start + 5 * minute, null), vantage: 'berlin' },
  { ...okSample(start + 6 * minute), source: 'Zürich' },
];

const events: TicketEvent[] = [
  { ticket: 'T-1', at: start, type: 'opened', severity: 2 },
  {
    ...{ ticket: 'T-1', at: start + minute, type: 'public-reply' },
    ...{ actor: 'supplier', autoSubmitted: false },
  },
  { ticket: 'T-2', at: start + 2 * minute, type: 'merged-into', into: 'T-1' },
  { ticket: 'T-1', at: start + 3 * minute, type: 'resolved', observedAfter: start + minute },
];

const opinion: VendorClock = {
  ...{ ticket: 'T-1', kind: 'resolution', state: 'paused' },
  ...{ dueAt: null, readAt: start },
};

/** Each came to an hour that was over: the first was sealed again, the second is yet to be. */
const late = [okSample(start + 7 * minute), badSample(start + 8 * minute)];

/** The samples in heads, in blocks and in none yet; and every other fact. */
export async function fill(store: Store): Promise<void> {
  await store.putSamples(samples);
  await sealUntil(store, start + hour);
  await store.putSamples(late.slice(0, 1));
  await sealUntil(store, start + hour);
  await store.putSamples(late.slice(1));
  await retireUntil(store, start + hour);
  await store.putSamples([okSample(start + 80 * minute)]);
  await fillAgain(store);
}

/** All of it is known to a store that was filled. */
export async function fillAgain(store: Store): Promise<void> {
  await store.putSamples([...samples, ...late, okSample(start + 80 * minute)]);
  await store.putTicketEvents({
    ...{ ...desk, events, opinions: [opinion] },
    ...{ cursor: 'page-2', readAt: start + 4 * minute, found: 'T-1' },
  });
  await store.recordSync(desk, start + 5 * minute);
  await store.recordReconciled(desk, start + 6 * minute);
  await store.recordSyncFailure({ ...desk, source: 'other' }, start, 'refused');
  await store.putLoadTests([aLoadTest()]);
  await store.putSlices([aSlice({ thresholdMs: 0.1 })]);
  await store.putBeat({ ...api, at: start });
  await store.putReport(aReport(start, { maintenance: [{ id: 'm', name: 'New switch', start, end: null }] }));
  await store.putOccurrences([occurrence]);
}

/** What every method that reads gives of it. */
export async function readAll(store: Store): Promise<unknown> {
  const named = ['api', 'Zürich'].map((source) => ({ ...everything, source }));
  return {
    samples: await Promise.all(named.map((query) => store.readSamples(query))),
    blocks: await blocksIn(store),
    failures: await Promise.all(named.map((query) => store.readFailures({ ...query, limit: 10 }))),
    oks: await store.readFailures({ ...everything, limit: 10, outcome: 'ok' }),
    lastSlot: await store.lastSlot({ ...api, vantage: 'main' }),
    events: await store.readTicketEvents(desk),
    told: await store.readToldEvents(desk, 'T-1'),
    columns: await store.readTicketColumns(desk),
    opinions: await store.readOpinions(desk),
    open: await store.openTickets(desk),
    found: await store.lastFound(desk, 'T-1'),
    desks: [await store.readDesk(desk), await store.readDesk({ ...desk, source: 'other' })],
    loadTests: await store.readLoadTests('acme'),
    slices: await store.readSlices(everything),
    beat: await store.lastBeat(api, start),
    reports: await store.readReports({ ...api, limit: 10 }),
    occurrences: await store.readOccurrences('acme'),
    revisions: [await store.revision('acme'), await store.revision('acme', { start, end: start + minute })],
  };
}
