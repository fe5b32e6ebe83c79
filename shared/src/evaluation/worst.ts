// The one verdict that stands for many: the worst of them. Undetermined is worse than met, because a
// promise nobody could measure has not been shown to be kept.
import type { Verdict } from '../measurement/figures.ts';

const worstFirst = ['missed', 'undetermined', 'met', 'excluded'] as const satisfies readonly Verdict[];

/**
 * The worst of the verdicts: missed, then undetermined, met and excluded. Of none it is `excluded`:
 * nothing was promised that counts.
 *
 *     worstVerdict(['met', 'undetermined']); // 'undetermined'
 */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? 'excluded';
}
