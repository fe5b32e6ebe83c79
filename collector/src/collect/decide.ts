// Which attempt of a slot decides it: the one that succeeded, else the last that was measured, so that a
// partner does not take back what it did by refusing our retry; else the last.
import type { OwnNetwork } from '../probes/probe.ts';
import type { MadeAttempt } from './evidence.ts';

/** `judged` is what the slot ends as: `deciding` with what our controls said of it. */
export type Decision = { deciding: MadeAttempt; judged: MadeAttempt };

/** Bad ends that a fault of ours looks like: of our network, or of the authorities that we know. */
const suspect: readonly (string | null)[] = ['connect', 'dns', 'timeout', 'tls'];

/** `last` is the last of `made`. An attempt that our own network spoilt was not measured. */
export async function decide(
  made: readonly MadeAttempt[],
  last: MadeAttempt,
  ownNetwork: OwnNetwork,
): Promise<Decision> {
  let ended = { deciding: last, judged: last };
  if (last.outcome === 'ok') return ended;
  for (const deciding of made.filter(({ outcome }) => outcome === 'bad').reverse()) {
    const judged = await withControls(deciding, ownNetwork);
    if (judged.outcome === 'bad') return { deciding, judged };
    if (deciding === last) ended = { deciding, judged };
  }
  return ended;
}

/**
 * A partner that answered, however badly, shows that the network works. What was seen first is kept with the
 * attempt; what the controls said stands in the words for the slot.
 */
async function withControls(attempt: MadeAttempt, ownNetwork: OwnNetwork): Promise<MadeAttempt> {
  if (attempt.latencyMs !== null || !suspect.includes(attempt.reason)) return attempt;
  const { failed, words } = await ownNetwork(attempt.begunAt);
  const error = [attempt.error, words].filter((text) => text !== null).join('; ');
  if (!failed) return { ...attempt, error };
  return { ...attempt, outcome: 'unmeasured', reason: 'own-network', latencyMs: null, error };
}
