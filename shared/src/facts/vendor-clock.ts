// What a ticket system itself says of the clocks that it runs: a second opinion, which decides nothing
// (tickets.md section 2.3). It knows no agreement, and may change its mind later.
import type { Instant } from '../time/instant.ts';

export const vendorClockKinds = ['first-response', 'update', 'resolution'] as const;
export const vendorClockStates = ['running', 'paused', 'met', 'missed'] as const;

/**
 * One clock of one ticket as the system showed it at `readAt`. `dueAt` is null where the system does not say,
 * or not while the clock is paused.
 */
export type VendorClock = {
  ticket: string;
  kind: (typeof vendorClockKinds)[number];
  state: (typeof vendorClockStates)[number];
  dueAt: Instant | null;
  readAt: Instant;
};
