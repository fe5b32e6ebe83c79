// What a desk's clock says beside ours, learnt from the answers that come anyway.
import type { Clock } from '../clock.ts';
import type { Egress } from '../egress.ts';
import { partnerNow } from '../egress/partner-clock.ts';
import type { Check } from './doctor-check.ts';

/** `Date` is cut to the second. */
const grainMs = 1_000;

/** More than this is for a person to look at. */
const tolerableMs = 10_000;

export type WatchedEgress = {
  egress: Egress;
  /** How far the desk's clock is ahead of ours at least, below 0 where it is behind; null where no answer told it. */
  aheadMs(): number | null;
  /** Whether anything answered. */
  isAsked(): boolean;
};

/** The same way out, on which the last answer with a `Date` is remembered. */
export function watchClock(egress: Egress, clock: Pick<Clock, 'now'>): WatchedEgress {
  let ahead: number | null = null;
  let isAsked = false;
  return {
    egress: {
      ...egress,
      request: async (asked) => {
        const sentAt = clock.now();
        const response = await egress.request(asked);
        isAsked = true;
        const theirs = partnerNow(response.headers);
        if (theirs !== null) ahead = aheadOf(theirs, sentAt, clock.now());
        return response;
      },
    },
    aheadMs: () => ahead,
    isAsked: () => isAsked,
  };
}

/** Their second may be any of those in which the answer was made: what is left beyond it is a wrong clock. */
function aheadOf(theirs: number, sentAt: number, cameAt: number): number {
  if (theirs > cameAt) return theirs - cameAt;
  return Math.min(theirs + grainMs - sentAt, 0);
}

/** The finding about a desk's clock. */
export function clockCheck(aheadMs: number | null): Check {
  const what = 'clock';
  if (aheadMs === null) return { result: 'ok', what, words: 'The answers do not say what time it is there.' };
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  if (seconds === 0) return { result: 'ok', what, words: 'It shows the same time as ours.' };
  const words = `It is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} ours.`;
  if (Math.abs(aheadMs) <= tolerableMs) return { result: 'ok', what, words };
  const why =
    'Replies are timed by that clock, and whether they are overdue is by ours: let a time service keep both.';
  return { result: 'look', what, words: `${words} ${why}` };
}
