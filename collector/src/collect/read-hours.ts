// Reads hours of counted traffic, one request after the other. What was read is stored as it comes, so that an
// end in between repeats a few requests and loses nothing.
import type { Slice } from '@upheld/shared/facts/slice';
import type { Instant } from '@upheld/shared/time/instant';
import type { SliceConflict, SourceKey, Store } from '../store/store.ts';
import type { ReadHour, TrafficContext, Unread } from '../traffic/traffic.ts';
import type { DueHour } from './due-hours.ts';

export type HoursRead = {
  /** How many hours are in the store now. */
  kept: number;
  conflicts: SliceConflict[];
  unread: Unread[];
  /** What to do about the last hour that was kept; null where it holds counts, or none was kept. */
  complaint: string | null;
};

export type HourReading = {
  store: Pick<Store, 'putSlices'>;
  context: TrafficContext;
  /** Hours that could not be read before, and how often: they come last, so that they keep no other waiting. */
  failed: Map<Instant, number>;
  /** Whether the process is about to end. */
  isOver: () => boolean;
};

/** A long backfill takes many rounds. */
const hoursARound = 200;
const hoursAtOnce = 24;

/** So many failures in a row are no longer about single hours. */
const patience = 3;

/** Rejects only with what the storage said when it refused. */
export async function readHours(
  source: SourceKey,
  hours: DueHour[],
  { store, context, failed, isOver }: HourReading,
): Promise<HoursRead> {
  const read: HoursRead = { kept: 0, conflicts: [], unread: [], complaint: null };
  let waiting: Slice[] = [];
  let failures = 0;
  const keep = async () => {
    if (waiting.length === 0 || isOver()) return;
    const { conflicts } = await store.putSlices(waiting);
    read.kept += waiting.length;
    read.conflicts.push(...conflicts);
    waiting = [];
  };
  for (const hour of inOrder(hours, failed).slice(0, hoursARound)) {
    if (isOver()) break;
    const answer = await hour.terms.kind.read(hour.terms.spec, hour, context);
    if (answer.ok) {
      failures = 0;
      read.complaint = answer.words;
      waiting.push(sliceOf(source, hour, answer));
      if (waiting.length === hoursAtOnce) await keep();
    } else {
      failures += 1;
      read.unread.push(answer);
      if (answer.about === 'hour') failed.set(hour.start, (failed.get(hour.start) ?? 0) + 1);
      if (answer.about === 'source' || failures === patience) break;
    }
  }
  await keep();
  return read;
}

/** Oldest first: those are the first that the source forgets. */
function inOrder(hours: DueHour[], failed: Map<Instant, number>): DueHour[] {
  const times = ({ start }: DueHour) => failed.get(start) ?? 0;
  return hours.toSorted((a, b) => times(a) - times(b) || a.start - b.start);
}

function sliceOf({ agreement, source }: SourceKey, { start, end }: DueHour, answer: ReadHour): Slice {
  const { thresholdMs, queries, answerHash } = answer;
  const slice = { agreement, source, start, end, thresholdMs, queries, answerHash };
  return answer.fault === null
    ? { ...slice, counts: answer.counts, fault: null }
    : { ...slice, counts: null, fault: answer.fault };
}
