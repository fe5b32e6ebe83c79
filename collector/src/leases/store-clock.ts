// How far this process's wall clock is from the store's. Slots lie on the clock: whoever asks by a wrong one says of
// an instant what was seen at another, and takes its slots from those who measure then.
import type { Instant } from '@upheld/shared/time/instant';

/** `storeNow` was read between two looks at this process's clock. */
export type Reading = { askedAt: Instant; answeredAt: Instant; storeNow: Instant };

export type StoreClock = {
  heard(reading: Reading): void;
  /** Whether the two agreed when the store last answered. False also before it has. */
  isRight(): boolean;
  /** Whether they did not. */
  isOff(): boolean;
  /** How far this process's clock is ahead, in milliseconds: behind where it is negative, and 0 where the answer took too long to tell. */
  aheadMs(): number;
};

/** Where a clock is called off, and where it is right again: one that is just between must not come and go. */
const offMs = 1_000;
const rightAgainMs = 500;

/** Nothing heard yet. */
export function watchStoreClock(): StoreClock {
  let aheadMs = 0;
  let state: 'unknown' | 'right' | 'off' = 'unknown';
  return {
    heard(reading) {
      aheadMs = leastAheadMs(reading);
      state = Math.abs(aheadMs) > (state === 'off' ? rightAgainMs : offMs) ? 'off' : 'right';
    },
    isRight: () => state === 'right',
    isOff: () => state === 'off',
    aheadMs: () => aheadMs,
  };
}

/** Were both clocks right, the store's would stand between the two looks: so far it is from there. */
function leastAheadMs({ askedAt, answeredAt, storeNow }: Reading): number {
  const fromAsked = askedAt - storeNow;
  const fromAnswered = answeredAt - storeNow;
  if (fromAsked > 0 && fromAnswered > 0) return Math.min(fromAsked, fromAnswered);
  return fromAsked < 0 && fromAnswered < 0 ? Math.max(fromAsked, fromAnswered) : 0;
}

/** For the log and for readiness. */
export function clockOff(aheadMs: number): string {
  const seconds = (Math.abs(aheadMs) / 1000).toFixed(1);
  const side = aheadMs > 0 ? 'ahead of' : 'behind';
  return `the clock of this machine is ${seconds} s ${side} the store's: nothing is asked or settled here, and others have what it held, until the two agree; set the one that is wrong, such as with chrony`;
}
