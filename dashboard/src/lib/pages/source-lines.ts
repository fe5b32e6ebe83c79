// What there is to say of a source, line by line: what came of it last, and what will matter soon. Pure.
import type { SourceRecord, SourceSlot } from '@upheld/shared/api/source-records';
import { milliseconds } from '@upheld/shared/time/duration';
import { MINUTE } from '@upheld/shared/time/instant';
import type { Instant } from '@upheld/shared/time/instant';
import type { Verdict } from '@upheld/shared/measurement/figures';
import { printInstant } from '../words/instant.ts';
import type { PrintedInstant } from '../words/instant.ts';
import { spanWords } from '../words/span.ts';
import { meaningOf } from './failed-checks.ts';

/** `status` gives the mark; null where a line tells and does not judge. `at` stands between words and note. */
export type SourceLine = { status: Verdict | null; words: string; at: PrintedInstant | null; note: string };

/** A place that filled none of its last slots has fallen silent. */
const silentSlots = 3;

/** Instants are in `zone`, ages up to `asOf`. */
export function linesOf(source: SourceRecord, asOf: Instant, zone: string): SourceLine[] {
  const printed = (at: Instant) => printInstant(at, zone);
  switch (source.gives) {
    case 'checks':
      return [
        ...slotLines(source, source.slots, asOf, zone),
        ...(source.lastBeatAt === undefined ? [] : [beatLine(source.lastBeatAt, asOf, printed)]),
        ...(source.certificateEndsAt === null
          ? []
          : [certificateLine(source.certificateEndsAt, asOf, printed)]),
      ];
    case 'tickets':
      return deskLines(source, asOf, printed);
    case 'counts':
      if (source.readUntil === null) return [unknown('No hour was read yet')];
      return [told('Hours read until', printed(source.readUntil), ago(source.readUntil, asOf))];
    case 'imports':
      return [
        told('Facts come from files', null, ''),
        ...source.slots.map((slot) => slotLine(slot, printed(slot.at))),
      ];
  }
}

type Print = (at: Instant) => PrintedInstant;

function slotLines(
  { every, nextAt }: SourceRecord,
  slots: SourceSlot[],
  asOf: Instant,
  zone: string,
): SourceLine[] {
  if (slots.length === 0) return [nextAt === null ? told('Not asked', null, '') : unknown('No slot yet')];
  const silentBefore = asOf - silentSlots * milliseconds(every);
  return slots.map((slot) => {
    const line = slotLine(slot, printInstant(slot.at, zone));
    if (nextAt === null || slot.at >= silentBefore) return line;
    return { ...line, status: 'undetermined', note: `Silent for ${spanWords((asOf - slot.at) / MINUTE)}` };
  });
}

const marks = { ok: 'met', bad: 'missed', unmeasured: 'undetermined' } as const;

function slotLine({ vantage, outcome, reason }: SourceSlot, at: PrintedInstant): SourceLine {
  const ended = { ok: 'OK', bad: `Bad (${reason})`, unmeasured: `Not measured (${reason})` }[outcome];
  const note = reason === null ? '' : meaningOf(reason);
  return { status: marks[outcome], words: `${ended} from ${vantage},`, at, note };
}

function beatLine(at: Instant | null, asOf: Instant, printed: Print): SourceLine {
  if (at === null) return told('No heartbeat was ever heard', null, '');
  return told('Last heartbeat', printed(at), ago(at, asOf));
}

function certificateLine(endsAt: Instant, asOf: Instant, printed: Print): SourceLine {
  const left = endsAt > asOf ? `${spanWords((endsAt - asOf) / MINUTE)} left` : 'it has ended';
  return told('Its certificate ends', printed(endsAt), left);
}

function deskLines(
  { syncedUntil, failingSince, error }: SourceRecord & { gives: 'tickets' },
  asOf: Instant,
  printed: Print,
): SourceLine[] {
  const failing: SourceLine[] =
    failingSince === null
      ? []
      : [{ status: 'undetermined', words: 'Failing since', at: printed(failingSince), note: error ?? '' }];
  if (syncedUntil === null) return [...failing, unknown('Never read')];
  const status = failingSince === null ? 'met' : null;
  return [
    ...failing,
    { status, words: 'Synced until', at: printed(syncedUntil), note: ago(syncedUntil, asOf) },
  ];
}

function told(words: string, at: PrintedInstant | null, note: string): SourceLine {
  return { status: null, words, at, note };
}

function unknown(words: string): SourceLine {
  return { status: 'undetermined', words, at: null, note: '' };
}

function ago(at: Instant, asOf: Instant): string {
  return asOf - at < MINUTE ? 'just now' : `${spanWords((asOf - at) / MINUTE)} ago`;
}
