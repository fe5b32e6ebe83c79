// Support clocks in words: what each kind promises, how each ended, how much service time that is.
import type { SupportClock } from '@upheld/shared/tickets/clocks';
import { MINUTE } from '@upheld/shared/time/instant';

type Kind = SupportClock['kind'];
export type ClockState = SupportClock['state'];

/** `stop` is what ends a clock of the kind. The resolution that is judged is the total one. */
export const kindWords: Record<Kind, { name: string; stop: string }> = {
  'first-response': { name: 'First response', stop: 'answered' },
  update: { name: 'Update', stop: 'given' },
  'first-resolution': { name: 'First resolution', stop: 'resolved' },
  'total-resolution': { name: 'Resolution', stop: 'resolved' },
};

/** What a vendor calls its clocks, in the same words. */
export const vendorKindWords = {
  'first-response': 'First response',
  update: 'Update',
  resolution: 'Resolution',
} as const;

/** One word for each state; clocks that end with their ticket count nowhere. */
export const clockStateWord: Record<ClockState | 'paused', string> = {
  met: 'In time',
  missed: 'Late',
  unknown: 'Unknown',
  running: 'Running',
  paused: 'Stands still',
  merged: 'Merged',
  deleted: 'Left the desk',
};

/** The mark of each state; what counts nowhere and what is not decided has none. */
export const clockMark = {
  met: 'met',
  missed: 'missed',
  unknown: 'undetermined',
  running: null,
  paused: null,
  merged: null,
  deleted: 'excluded',
} as const satisfies Record<ClockState | 'paused', string | null>;

/** Service time in hours, because a day of it has no fixed length: `50 h 20 min`; cut down to the minute. */
export function serviceWords(lengthMs: number): string {
  const minutes = Math.floor(lengthMs / MINUTE);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (minutes === 0) return 'under 1 min';
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
