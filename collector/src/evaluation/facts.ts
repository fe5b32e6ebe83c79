// Reads from the store what an evaluation needs, and says where a desk's events are not known.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { versionsOf } from '@upheld/shared/agreement/versions';
import { factsNeeded, type Facts } from '@upheld/shared/evaluation/facts';
import type { DeskFacts } from '@upheld/shared/evaluation/support';
import type { LoadTest } from '@upheld/shared/facts/load-test';
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import type { Slice } from '@upheld/shared/facts/slice';
import { eventsIn, type TicketColumns } from '@upheld/shared/facts/ticket-columns';
import { effectiveWindow } from '@upheld/shared/time/effective';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { Period } from '@upheld/shared/time/period';
import { readingsNeeded, type SourceReadings } from '@upheld/shared/evaluation/readings-needed';
import type { Store } from '../store/store.ts';
import { loadSamples, type LoadedSamples } from './tallies/load.ts';
import type { Making } from './tallies/making.ts';
import { toldVantages } from './tallies/told.ts';

/** What judging reads of a store. */
export type FactStore = Pick<
  Store,
  | 'readSamples'
  | 'readTallies'
  | 'readSlices'
  | 'readTicketColumns'
  | 'readDesk'
  | 'readLoadTests'
  | 'readOpinions'
>;

export type FactsRequest = {
  store: FactStore;
  agreement: Agreement;
  period: Period;
  asOf: Instant;
  /** Whether a source type is polled; the events of one that is not come from files and are known as they are. */
  polled: (type: string) => boolean;
  /** Terms that are only imagined have no tallies: everything is read as samples where nobody makes any. */
  making?: Making | undefined;
};

/** Facts by source name, as plain records that another thread may be given. */
export type LoadedFacts = {
  series: Map<string, SampleSeries[]>;
  /** Sources of which tallies tell what they can; they are not in `series`. */
  told?: Map<string, LoadedSamples>;
  slices: Map<string, Slice[]>;
  desks: Map<string, { columns: TicketColumns; gaps: Interval[] }>;
  loadTests: LoadTest[];
};

/** Every sample, slice, ticket event and load test that judging `period` needs, read in one round. */
export async function loadFacts(request: FactsRequest): Promise<LoadedFacts> {
  const needed = factsNeeded(request.agreement, request.period, request.asOf);
  const series: LoadedFacts['series'] = new Map();
  const told = new Map<string, LoadedSamples>();
  const readings = readingsFor(request);
  const slices: LoadedFacts['slices'] = new Map();
  const desks: LoadedFacts['desks'] = new Map();
  const [loadTests] = await Promise.all([
    request.store.readLoadTests(request.agreement.name),
    ...needed.map(async ({ kind, source, start, end }) => {
      const agreement = request.agreement.name;
      const own = readings.get(source);
      if (kind === 'tickets') desks.set(source, await loadDesk(request, source));
      else if (kind === 'slices') {
        slices.set(source, await request.store.readSlices({ agreement, source, start, end }));
      } else if (own !== undefined && request.making) {
        const { store, asOf, making } = request;
        const need = { start, end };
        told.set(source, await loadSamples(store, { agreement, source, need, readings: own, asOf, making }));
      } else series.set(source, await request.store.readSamples({ agreement, source, start, end }));
    }),
  ]);
  return { series, told, slices, desks, loadTests };
}

/** How the samples of each source are read, where tallies may stand in for them. */
function readingsFor({ agreement, period, making }: Pick<FactsRequest, 'agreement' | 'period' | 'making'>) {
  return making ? readingsNeeded(agreement, period) : new Map<string, SourceReadings>();
}

/** What is known of desks, and what their systems say. */
export type LoadedDesks = Pick<LoadedFacts, 'desks'> & { opinions: Map<string, VendorClock[]> };

/** Every ticket event of the desks that support was ever read from, and what their systems say of their clocks. */
export async function loadDesks(request: Omit<FactsRequest, 'period'>): Promise<LoadedDesks> {
  const { store, agreement } = request;
  const support = versionsOf(agreement).flatMap(({ terms }) => terms.support);
  const loaded: LoadedDesks = { desks: new Map(), opinions: new Map() };
  for (const source of new Set(support.map((matrix) => matrix.source))) {
    loaded.desks.set(source, await loadDesk(request, source));
    loaded.opinions.set(source, await store.readOpinions({ agreement: agreement.name, source }));
  }
  return loaded;
}

/** Loaded facts as an evaluation asks for them. */
export function factsOf({ series, told = new Map(), slices, desks, loadTests }: LoadedFacts): Facts {
  const opened = new Map([...told].map(([source, loaded]) => [source, toldVantages(loaded)]));
  return {
    series: (source) => opened.get(source) ?? series.get(source) ?? [],
    slices: (source) => slices.get(source) ?? [],
    desk: openedDesks(desks),
    loadTests: (objective) => loadTests.filter((test) => test.objective === objective),
  };
}

/** The window whose facts bear on a period at `asOf`: samples and slices before it speak into it and into burn windows. */
export function reachOf(agreement: Agreement, period: Period, asOf: Instant): Interval {
  const needs = factsNeeded(agreement, period, asOf).filter(({ kind }) => kind !== 'tickets');
  return { start: Math.min(period.start, ...needs.map(({ start }) => start)), end: period.end };
}

/** What was loaded of desks as questions about tickets ask for it. */
export function deskFactsOf({ desks, opinions }: LoadedDesks): DeskFacts {
  return { desk: openedDesks(desks), opinions: (source) => opinions.get(source) ?? [] };
}

/** Events are made of their columns once. */
function openedDesks(desks: LoadedFacts['desks']): Facts['desk'] {
  const opened = new Map(
    [...desks].map(([source, { columns, gaps }]) => [source, { events: [...eventsIn(columns)], gaps }]),
  );
  return (source) => opened.get(source) ?? { events: [], gaps: [] };
}

async function loadDesk({ store, agreement, asOf, polled }: Omit<FactsRequest, 'period'>, source: string) {
  const desk = { agreement: agreement.name, source };
  const [columns, { syncedUntil }] = await Promise.all([store.readTicketColumns(desk), store.readDesk(desk)]);
  if (!polled(typeOf(source, agreement, asOf))) return { columns, gaps: [] };
  const known = syncedUntil ?? effectiveWindow(agreement.effective, agreement.timeZone).start;
  return { columns, gaps: known < asOf ? [{ start: known, end: asOf }] : [] };
}

/** An amendment may have brought a source, and removed one whose facts still count. */
function typeOf(source: string, agreement: Agreement, asOf: Instant): string {
  const begun = versionsOf(agreement).filter(({ from }) => from <= asOf);
  return begun.flatMap(({ terms }) => terms.sources).findLast(({ name }) => name === source)?.type ?? '';
}
