// One round of reading the counted traffic of a source: which hours are missing, how far back they can be had,
// and what came of asking for them.
import type { Instant } from '@upheld/shared/time/instant';
import type { Clock } from '../clock.ts';
import type { SourceKey, Store } from '../store/store.ts';
import type { History, TrafficContext, Unread } from '../traffic/traffic.ts';
import type { CountWork } from './count-work.ts';
import { settledHours, type DueHour } from './due-hours.ts';
import { readHours, type HoursRead } from './read-hours.ts';

export type TrafficRound = HoursRead & {
  at: Instant;
  /** Requests that were made. */
  asked: number;
  /** Every settled hour is in the store, or is older than what the source keeps. */
  isComplete: boolean;
  /** Where the source just told how far back it keeps what it counts, beside how far back that is wanted. */
  history: { keptMs: number; wantedMs: number } | null;
};

/** What is remembered of a source from round to round. */
export type TrafficMemory = {
  /** The end of the newest hour when all were known. */
  completeUntil: Instant | null;
  failed: Map<Instant, number>;
  keptMs: number | null;
  /** When it last told how much it keeps, by the monotonic clock. */
  toldAt: number | null;
};

export type RoundParts = {
  store: Pick<Store, 'putSlices' | 'readSlices'>;
  clock: Clock;
  context: TrafficContext;
  isOver: () => boolean;
};

const day = 86_400_000;

/** A round in which nothing was asked. */
export function quietRound(at: Instant): TrafficRound {
  const read = { kept: 0, conflicts: [], unread: [], complaint: null };
  return { ...read, at, asked: 0, isComplete: false, history: null };
}

/** Reads what is missing; rejects only with what the storage said when it refused. */
export async function readRound(
  source: SourceKey & CountWork,
  memory: TrafficMemory,
  { store, clock, context, isOver }: RoundParts,
): Promise<TrafficRound> {
  const quiet = quietRound(clock.now());
  const settled = settledHours(source.terms, quiet.at);
  const newest = settled.at(-1);
  if (newest === undefined || newest.end === memory.completeUntil) return { ...quiet, isComplete: true };
  const missing = await missingHours(source, settled, store);
  const counted = counting(context);
  const told = await tellHistory(source, missing, memory, counted.context, clock);
  if (told?.ok === false) return { ...quiet, asked: counted.asked(), unread: [told] };
  const due = missing.filter(({ start }) => start >= quiet.at - (memory.keptMs ?? Infinity));
  const read = await readHours(source, due, {
    store,
    context: counted.context,
    failed: memory.failed,
    isOver,
  });
  const isComplete = read.kept === due.length;
  if (isComplete) memory.completeUntil = newest.end;
  const history = told === null ? null : comparedHistory(told, source, missing, quiet.at);
  return { ...quiet, ...read, asked: counted.asked(), isComplete, history };
}

async function missingHours(
  { agreement, source }: SourceKey,
  settled: DueHour[],
  store: Pick<Store, 'readSlices'>,
): Promise<DueHour[]> {
  const [start, end] = [settled[0]?.start ?? 0, settled.at(-1)?.end ?? 0];
  const slices = await store.readSlices({ agreement, source, start, end });
  const known = new Set(slices.map((slice) => slice.start));
  return settled.filter((hour) => !known.has(hour.start));
}

/** Asks once a day, and only where there are hours to ask for; null where it was not asked. */
async function tellHistory(
  { terms }: CountWork,
  missing: DueHour[],
  memory: TrafficMemory,
  context: TrafficContext,
  clock: Clock,
): Promise<History | Unread | null> {
  const now = clock.monotonic();
  const last = terms.at(-1);
  const isFresh = memory.toldAt !== null && now - memory.toldAt < day;
  if (missing.length === 0 || isFresh || last === undefined) return null;
  const told = await last.kind.history(last.spec, context);
  if (told.ok) {
    memory.keptMs = told.keptMs;
    memory.toldAt = now;
  }
  return told;
}

function comparedHistory(
  { keptMs }: History,
  { judgedMs }: CountWork,
  missing: DueHour[],
  at: Instant,
): TrafficRound['history'] {
  if (keptMs === null) return null;
  return { keptMs, wantedMs: Math.max(judgedMs, at - (missing[0]?.start ?? at)) };
}

/** Counts what leaves, so that no kind has to. */
function counting({ egress, ...context }: TrafficContext): { context: TrafficContext; asked: () => number } {
  let asked = 0;
  const request: typeof egress.request = (message) => {
    asked += 1;
    return egress.request(message);
  };
  return { context: { ...context, egress: { ...egress, request } }, asked: () => asked };
}
