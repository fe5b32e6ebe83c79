// One slot of one source, from its first attempt to its outcome. Retries are attempts of the same slot:
// the first that succeeds decides it, else the last; every one is kept (measurement.md section 2).
import type { Outcome } from '@upheld/shared/facts/sample';
import { milliseconds } from '@upheld/shared/time/duration';
import type { Instant } from '@upheld/shared/time/instant';
import type { Clock } from '../clock.ts';
import type { SampleDetail } from '../store/store.ts';
import type { Attempt, OwnNetwork, ProbeContext, ProbeKind } from '../probes/probe.ts';

/** What a slot's sample says; who asked, whom and when is added by the caller. */
export type ProbeResult = Outcome & { detail: SampleDetail };

type Retry = { attempts: number; delay: string };
type Made = Attempt & { startedAt: Instant };

/** Asking again would meet the same refusal, or press a partner that asked to be left alone. */
const final: readonly (string | null)[] = ['policy', 'credentials', 'rate-limited'];

/** Bad ends that a fault of our own network looks like. */
const suspect: readonly (string | null)[] = ['connect', 'dns', 'timeout'];

/** Runs a source's attempts. `spec` has been read by the kind's schema. */
export async function runProbe<Spec>(
  kind: ProbeKind<Spec>,
  spec: Spec,
  source: { retry: Retry },
  context: ProbeContext & { ownNetwork: OwnNetwork },
  clock: Clock,
): Promise<ProbeResult> {
  const made: Made[] = [];
  let startedAt = clock.monotonic();
  let last = await attempt(kind, spec, context, clock);
  made.push(last);
  while (isWorthRetrying(last) && made.length < source.retry.attempts) {
    await wait(milliseconds(source.retry.delay), clock);
    startedAt = clock.monotonic();
    last = await attempt(kind, spec, context, clock);
    made.push(last);
  }
  const judged = await withControls(last, startedAt, context.ownNetwork);
  return { ...outcomeOf(judged), detail: detailOf(judged, made) };
}

function isWorthRetrying({ outcome, reason }: Made): boolean {
  return outcome !== 'ok' && !final.includes(reason);
}

async function attempt<Spec>(kind: ProbeKind<Spec>, spec: Spec, context: ProbeContext, clock: Clock) {
  const startedAt = clock.now();
  return { startedAt, ...(await kind.probe(spec, context)) };
}

async function withControls(last: Made, startedAt: number, ownNetwork: OwnNetwork): Promise<Made> {
  if (last.outcome !== 'bad' || !suspect.includes(last.reason)) return last;
  const { failed, words } = await ownNetwork(startedAt);
  const error = [last.error, words].filter((text) => text !== null).join('; ');
  if (!failed) return { ...last, error };
  return { ...last, outcome: 'unmeasured', reason: 'own-network', latencyMs: null, error };
}

/** The attempt without what is kept beside it. */
function outcomeOf(made: Made): Outcome {
  switch (made.outcome) {
    case 'ok':
      return { outcome: made.outcome, reason: made.reason, latencyMs: made.latencyMs, ...ageOf(made) };
    case 'bad':
      return {
        ...{ outcome: made.outcome, reason: made.reason, latencyMs: made.latencyMs },
        ...ageOf(made),
        ...(made.reason === 'status' ? { status: made.status } : {}),
      };
    case 'unmeasured':
      return { outcome: made.outcome, reason: made.reason, latencyMs: made.latencyMs };
  }
}

function ageOf({ ageMs }: { ageMs?: number | null }): { ageMs?: number } {
  return ageMs === undefined || ageMs === null ? {} : { ageMs };
}

function detailOf({ phases, status, error }: Made, made: Made[]): SampleDetail {
  return {
    phases,
    attempts: made.map(({ startedAt, outcome, reason, latencyMs, error: words }) => ({
      ...{ startedAt, outcome, reason, latencyMs },
      ...(words === null ? {} : { error: words }),
    })),
    ...(error === null ? {} : { error }),
    ...(status === null ? {} : { status }),
  };
}

async function wait(delayMs: number, clock: Clock): Promise<void> {
  await new Promise<void>((resolve) => clock.setTimer(resolve, delayMs));
}
