// Control targets are our own: when one of them fails too, our network is at fault and the partner's slot
// is not measured (measurement.md section 2).
import type { Clock } from '../clock.ts';
import { EgressError } from '../egress.ts';
import type { Egress } from '../egress.ts';
import type { OwnNetwork } from '../probes/probe.ts';

/** A target of ours. Any answer shows that the network works, whatever its status. */
export type Control = { name: string; url: string };

type Answer = Awaited<ReturnType<OwnNetwork>>;
type Spoken = { said: 'answered' | 'failed' | 'nothing'; words: string };
type Round = { startedAt: number; answer: Promise<Answer> };

const deadlineMs = 5_000;

/** The longest that a look takes: a round that is under way, and one more. In milliseconds. */
export const longestLookMs = 2 * deadlineMs;

/** Nothing was sent: the settings forbid it, or there are more controls than politeness lets us ask. */
const notAsked = ['POLICY', 'INVALID', 'NO_ROOM'];

/** How long after its start a failed round speaks for later probes too, in milliseconds. */
const shareMs = 10_000;

/**
 * Asks every control at once, in one round for all probes that fail together. A failed round stands for a
 * few seconds; one that succeeded clears only attempts that began before it, since the network may have
 * gone down right after.
 */
export function createControls(options: {
  controls: Control[];
  egress: Pick<Egress, 'request'>;
  clock: Clock;
}): OwnNetwork {
  const { controls, egress, clock } = options;
  let latest: Round | null = null;
  const start = (): Round => {
    const answer = Promise.all(controls.map((control) => ask(control, egress))).then(worst);
    latest = { startedAt: clock.monotonic(), answer };
    return latest;
  };
  return async (attemptStartedAt) => {
    const known = latest;
    if (known !== null) {
      const answer = await known.answer;
      if (known.startedAt >= attemptStartedAt) return answer;
      if (answer.failed && clock.monotonic() - known.startedAt <= shareMs) return answer;
    }
    // Somebody else may have started the next round while this one was awaited.
    const next = latest === null || latest === known ? start() : latest;
    return await next.answer;
  };
}

/** A control that settings do not let us reach says nothing about the network, and says so. */
async function ask({ name, url }: Control, egress: Pick<Egress, 'request'>): Promise<Spoken> {
  try {
    const { status } = await egress.request({ url, deadlineMs });
    return { said: 'answered', words: `control ${name} answered with status ${status}` };
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    const isOurs = notAsked.includes(error.code);
    const what = isOurs ? 'could not be asked' : 'failed too';
    const words = `control ${name} ${what}: ${error.code}: ${error.message}`;
    return { said: isOurs ? 'nothing' : 'failed', words };
  }
}

/** One that failed speaks for all, else one that could not be asked; controls that answered say so together. */
function worst(spoken: Spoken[]): Answer {
  const first = (said: Spoken['said']) => spoken.find((answer) => answer.said === said)?.words ?? null;
  const failed = first('failed');
  if (failed !== null) return { failed: true, words: failed };
  const answered = spoken.map(({ words }) => words).join('; ');
  return { failed: false, words: first('nothing') ?? (answered === '' ? null : answered) };
}
