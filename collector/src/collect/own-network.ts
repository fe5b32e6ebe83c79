// Control targets are our own: when one of them fails too, our network is at fault and the partner's slot
// is not measured (measurement.md section 2).
import type { Clock } from '../clock.ts';
import type { Egress } from '../egress.ts';
import type { OwnNetwork } from '../probes/probe.ts';
import { askControl, deadlineMs, type Control, type ControlAnswer } from './control.ts';

type Answer = Awaited<ReturnType<OwnNetwork>>;
type Round = { startedAt: number; answer: Promise<Answer> };

export type Controls = {
  ownNetwork: OwnNetwork;
  /** Asks every control once, whether or not anything failed. Rejects only with a defect. */
  look(): Promise<void>;
};

export type ControlsParts = {
  controls: Control[];
  egress: Pick<Egress, 'request'>;
  clock: Clock;
  /** When each URL last answered, in monotonic milliseconds: known for longer than the settings last. */
  lastAnswers: Map<string, number>;
  /** Hears how every control took each round. */
  onRound: (answers: ControlAnswer[]) => void;
};

/** The longest that a look takes: a round that is under way, and one more. In milliseconds. */
export const longestLookMs = 2 * deadlineMs;

/** A round that cleared an attempt began no longer before it was asked for; more than one a second is no use. */
const freshMs = 1_000;

/** How long after its start a failed round is not repeated, in milliseconds. */
const shareMs = 10_000;

/** How long after its start a failed round still speaks, where no later one has shown that the network is back. */
const outageMs = 60_000;

/** A control that was silent for longer while another one answers is broken itself. In milliseconds. */
const soundMs = 600_000;

/** A failed round, and when the first one after it began that did not fail: the network was back by then. */
type Outage = { startedAt: number; answer: Answer; backAt: number };

/**
 * Asks every control at once, in one round for all probes that fail together. A failed round speaks for every
 * attempt that was under way, and for those that began before a later round found the network well: while it
 * was coming back, nobody can tell whose fault a failure is. A round that succeeded clears only attempts that
 * ended about when it began, since the network may have gone down right after.
 */
export function createControls(parts: ControlsParts): Controls {
  const { controls, egress, clock, lastAnswers, onRound } = parts;
  let latest: Round | null = null;
  let outage: Outage | null = null;
  const ask = async (startedAt: number): Promise<Answer> => {
    const answers = await Promise.all(controls.map((control) => askControl(control, egress)));
    for (const { url, said } of answers) if (said === 'answered') lastAnswers.set(url, clock.monotonic());
    onRound(answers);
    const answer = judge(answers, ({ url }) => startedAt - (lastAnswers.get(url) ?? -Infinity) <= soundMs);
    if (answer.failed) outage = { startedAt, answer, backAt: Infinity };
    else if (outage !== null) outage.backAt = Math.min(outage.backAt, startedAt);
    return answer;
  };
  const start = (): Round => {
    const startedAt = clock.monotonic();
    latest = { startedAt, answer: ask(startedAt) };
    return latest;
  };
  return {
    async ownNetwork(attemptStartedAt) {
      const endedAt = clock.monotonic();
      const known = latest;
      await known?.answer;
      // Somebody else may have started the next round while this one was awaited.
      const next = () => (latest === null || latest === known ? start() : latest);
      const before = spokenFor(outage, attemptStartedAt);
      if (before !== null) {
        if (isOpen(outage) && endedAt - outage.startedAt > shareMs) await next().answer;
        return before;
      }
      if (known !== null && known.startedAt >= Math.max(attemptStartedAt, endedAt - freshMs)) {
        return await known.answer;
      }
      return await next().answer;
    },
    async look() {
      await start().answer;
    },
  };
}

/** Nobody has seen the network well since. */
function isOpen(outage: Outage | null): outage is Outage {
  return outage?.backAt === Infinity;
}

/** What a failed round says of an attempt; null where it began after the network was back, or long after. */
function spokenFor(outage: Outage | null, attemptStartedAt: number): Answer | null {
  if (outage === null || attemptStartedAt >= outage.backAt) return null;
  return attemptStartedAt - outage.startedAt <= outageMs ? outage.answer : null;
}

/**
 * One that failed speaks for all, unless another one answered and it was silent long before; else one that
 * could not be asked speaks; else they all do together.
 */
function judge(answers: ControlAnswer[], isSound: (control: Control) => boolean): Answer {
  const isAnswered = answers.some(({ said }) => said === 'answered');
  const failed = answers.filter(({ said }) => said === 'failed');
  const speaks = failed.find((control) => !isAnswered || isSound(control));
  if (speaks !== undefined) return { failed: true, words: sentence(speaks) };
  const unasked = answers.find(({ said }) => said === 'unasked');
  const words = (unasked === undefined ? answers : [unasked]).map((answer) =>
    answer.said === 'failed' ? passedOver(answer) : sentence(answer),
  );
  return { failed: false, words: words.length === 0 ? null : words.join('; ') };
}

function sentence({ name, said, why }: ControlAnswer): string {
  if (said === 'answered') return `control ${name} answered with ${why}`;
  return `control ${name} ${said === 'failed' ? 'failed too' : 'could not be asked'}: ${why}`;
}

function passedOver({ name, why }: ControlAnswer): string {
  return `control ${name} is not counted, as it has not answered for ten minutes while another one does: ${why}`;
}
