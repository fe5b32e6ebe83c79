// How the sources of an agreement stand, read from the store: what came of each last, and when it is asked next.
import type { Agreement, Source } from '@upheld/shared/agreement/agreement';
import type { SourceRecord, SourceSlot } from '@upheld/shared/api/source-records';
import { outcomeCode, type SampleSeries } from '@upheld/shared/facts/sample';
import { milliseconds } from '@upheld/shared/time/duration';
import type { Instant } from '@upheld/shared/time/instant';
import type { Evidence, SourceKey, Store } from './store/store.ts';

/** How many of its slots another place may have been silent and still counts as one that looks at the source. */
const slotsBack = 60;

export type StandingStore = Pick<
  Store,
  'readSamples' | 'readFailures' | 'lastSlot' | 'lastBeat' | 'readReports' | 'readDesk' | 'lastSlice'
>;

/** What the store cannot know. */
export type StandingTerms = {
  givesOf: (type: string) => SourceRecord['gives'];
  /** Whether a source of the type calls us instead of being asked. */
  callsUs: (type: string) => boolean;
  /** When a source is asked next; null for never. */
  nextAt: (source: string) => Instant | null;
  /** The place that this collector looks from. */
  vantage: string;
  now: Instant;
};

/** How many sources are read at once: samples that have to be written meanwhile wait for no more than these. */
const readAtOnce = 50;

/** Every source of the terms that are given, in their order. */
export async function readSources(
  store: StandingStore,
  { name: agreement, sources }: Agreement,
  terms: StandingTerms,
): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for (let first = 0; first < sources.length; first += readAtOnce) {
    const some = sources.slice(first, first + readAtOnce);
    records.push(...(await Promise.all(some.map((source) => standingOf(store, agreement, source, terms)))));
  }
  return records;
}

async function standingOf(
  store: StandingStore,
  agreement: string,
  written: Source,
  terms: StandingTerms,
): Promise<SourceRecord> {
  const { name: source, type, every, measuredBy = null } = written;
  const key = { agreement, source };
  const common = { source, type, every, measuredBy, nextAt: terms.nextAt(source) };
  const gives = terms.givesOf(type);
  switch (gives) {
    case 'tickets': {
      const { syncedUntil, failingSince, lastError, reconciledAt } = await store.readDesk(key);
      const error = failingSince === null ? null : lastError;
      return { ...common, gives, syncedUntil, failingSince, error, reconciledAt };
    }
    case 'counts':
      return { ...common, gives, readUntil: await store.lastSlice(key) };
    case 'imports':
      return {
        ...common,
        gives,
        slots: (await lastSlots(store, key, written, terms)).map(({ slot }) => slot),
      };
    case 'checks':
      return { ...common, gives, ...(await checked(store, key, written, terms)) };
  }
}

async function checked(store: StandingStore, key: SourceKey, written: Source, terms: StandingTerms) {
  const [seen, lastBeatAt, [report]] = await Promise.all([
    lastSlots(store, key, written, terms),
    terms.callsUs(written.type) ? store.lastBeat(key, terms.now) : undefined,
    store.readReports({ ...key, limit: 1 }),
  ]);
  const newestFirst = seen.toSorted((a, b) => b.slot.at - a.slot.at);
  const withCertificate = newestFirst.find(({ evidence }) => evidence.certificateEndsAt !== undefined);
  return {
    slots: seen.map(({ slot }) => slot),
    certificateEndsAt: withCertificate?.evidence.certificateEndsAt ?? null,
    ...(lastBeatAt === undefined ? {} : { lastBeatAt }),
    reported: report === undefined ? null : { status: report.status, seenAt: report.seenAt },
  };
}

type SeenSlot = { slot: SourceSlot; evidence: Evidence };

/** The last slot from each place, by place: of our own however old it is, of others where they looked lately. */
async function lastSlots(
  store: StandingStore,
  key: SourceKey,
  { every }: Source,
  { vantage, now }: StandingTerms,
): Promise<SeenSlot[]> {
  const start = now - slotsBack * milliseconds(every);
  const recent = await store.readSamples({ ...key, start, end: now + 1 });
  const own = recent.some((series) => series.vantage === vantage) ? [] : await ownLast(store, key, vantage);
  const newest = [...recent, ...own].flatMap(newestOf).sort((a, b) => (a.vantage < b.vantage ? -1 : 1));
  return Promise.all(newest.map((slot) => withEvidence(store, key, slot)));
}

async function ownLast(store: StandingStore, key: SourceKey, vantage: string): Promise<SampleSeries[]> {
  const at = await store.lastSlot({ ...key, vantage });
  if (at === null) return [];
  const there = await store.readSamples({ ...key, start: at, end: at + 1 });
  return there.filter((series) => series.vantage === vantage);
}

const outcomes = ['ok', 'bad', 'unmeasured'] as const;

function newestOf({ vantage, at, outcome }: SampleSeries): Omit<SourceSlot, 'reason'>[] {
  const [instant, code] = [at.at(-1), outcome.at(-1)];
  const ended = outcomes.find((name) => outcomeCode[name] === code);
  return instant === undefined || ended === undefined ? [] : [{ vantage, at: instant, outcome: ended }];
}

async function withEvidence(
  store: StandingStore,
  key: SourceKey,
  { vantage, at, outcome }: Omit<SourceSlot, 'reason'>,
): Promise<SeenSlot> {
  const there = await store.readFailures({ ...key, start: at, end: at + 1, limit: 100, outcome });
  const kept = there.find((sample) => sample.vantage === vantage);
  return { slot: { vantage, at, outcome, reason: kept?.reason ?? null }, evidence: kept?.detail ?? {} };
}
