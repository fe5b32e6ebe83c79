// Tells when other terms hold than before while the collector runs: an amendment takes effect, or an
// agreement begins or ends.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { MINUTE, type Instant } from '@upheld/shared/time/instant';
import type { Clock } from './clock.ts';
import { asksDiffer } from './collect/in-effect.ts';

/** An amendment that came into force at `from`. */
export type InForce = { agreement: string; amendment: string; from: Instant };

export type AmendmentsParts = {
  clock: Clock;
  agreements: () => Agreement[];
  /**
   * Other terms hold than at the last look. `begun` are the amendments that came: none where an agreement
   * began or ended, or where the clock was set back.
   */
  onTurn: (begun: InForce[]) => void;
};

/**
 * Looks at the start of every minute, because terms begin with a local date and local dates with a minute:
 * timers of months would outlast what a timer can count, and a clock that is set. The returned function stops it.
 */
export function watchAmendments({ clock, agreements, onTurn }: AmendmentsParts): () => void {
  let lookedAt = clock.now();
  let cancel = () => {};
  const look = () => {
    const before = lookedAt;
    lookedAt = clock.now();
    arm();
    const all = agreements();
    const begun = beginning(all, before, lookedAt);
    const isTurned = begun.length > 0 || beginning(all, lookedAt, before).length > 0;
    if (isTurned || all.some((agreement) => asksDiffer(agreement, before, lookedAt))) onTurn(begun);
  };
  const arm = () => {
    cancel = clock.setTimer(look, MINUTE - (clock.now() % MINUTE));
  };
  arm();
  return () => cancel();
}

/** What comes into force after one instant and not after another. */
function beginning(agreements: Agreement[], after: Instant, until: Instant): InForce[] {
  return agreements.flatMap(({ name: agreement, amended }) =>
    amended
      .filter(({ from }) => after < from && from <= until)
      .map(({ name: amendment, from }) => ({ agreement, amendment, from })),
  );
}
