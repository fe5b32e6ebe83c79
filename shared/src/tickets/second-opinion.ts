// What a ticket system says of its own clocks beside ours: a second opinion, which decides nothing
// (tickets.md section 2.3).
import type { VendorClock } from '../facts/vendor-clock.ts';
import type { DisagreementReason } from './disagreement.ts';
import { disagreementReason } from './disagreement.ts';
import { certainClocks } from './observed.ts';
import { ticketHistories } from './ticket-history.ts';
import type { DeskInput, SupportClock } from './clocks.ts';

/** One clock of which the system says something else. Its `resolution` stands against our first resolution. */
export type Disagreement = {
  ticket: string;
  kind: VendorClock['kind'];
  ours: SupportClock;
  theirs: VendorClock;
  reason: DisagreementReason;
};

/**
 * `agreed`: how many clocks stand alike on both sides (running and paused are alike: undecided).
 * `notPromised`: how many the system keeps that the agreement does not promise, or of tickets that are not known.
 */
export type SecondOpinion = { agreed: number; notPromised: number; disagreements: Disagreement[] };

/** Compares each opinion with our clock of the same ticket and kind, an update with the slot that ran when it was read. */
export function secondOpinion(
  input: DeskInput,
  opinions: VendorClock[],
  clocks: SupportClock[] = certainClocks(input),
): SecondOpinion {
  const ours = Map.groupBy(clocks, ({ ticket }) => ticket);
  const pairs = opinions.map((theirs) => ({
    theirs,
    ours: counterpart(theirs, ours.get(theirs.ticket) ?? []),
  }));
  const known = pairs.filter((pair): pair is Pair => pair.ours !== undefined);
  const differing = known.filter((pair) => !agrees(pair));
  const histories = ticketHistories(input, new Set(differing.map(({ theirs }) => theirs.ticket)));
  return {
    agreed: known.length - differing.length,
    notPromised: pairs.length - known.length,
    disagreements: differing.map(({ ours, theirs }) => ({
      ticket: theirs.ticket,
      kind: theirs.kind,
      ours,
      theirs,
      reason: disagreementReason({
        ours,
        theirs,
        history: histories.get(theirs.ticket) ?? [],
        asOf: input.asOf,
      }),
    })),
  };
}

type Pair = { ours: SupportClock; theirs: VendorClock };

const ourKinds = {
  'first-response': 'first-response',
  update: 'update',
  resolution: 'first-resolution',
} as const satisfies Record<VendorClock['kind'], SupportClock['kind']>;

function counterpart({ kind, readAt }: VendorClock, clocks: SupportClock[]): SupportClock | undefined {
  const own = clocks.filter((clock) => clock.kind === ourKinds[kind]);
  return own.findLast(({ startAt }) => startAt <= readAt) ?? own[0];
}

function agrees({ ours, theirs }: Pair): boolean {
  return ours.state === (theirs.state === 'paused' ? 'running' : theirs.state);
}
