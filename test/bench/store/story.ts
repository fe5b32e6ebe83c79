// The samples of the bench, the same in every run: response times that are lognormal about 120 ms (sigma 0.6), one
// in a hundred bad, one in five hundred not measured.
import type { Outcome } from '@upheld/shared/facts/sample';
import type { Lease } from '@upheld/collector/store/leases';
import type { NewSample, SampleDetail } from '@upheld/collector/store/store';

export const hourMs = 3_600_000;
const medianMs = 120;
const sigma = 0.6;
const badShare = 0.01;
const unmeasuredShare = 0.002;

/** With a lease, its samples have it too. */
export type Target = { agreement: string; source: string; vantage: string; lease?: Lease };

/** Ten sources an agreement, all from one vantage; in an order that knows no names, as phases are told by a hash. */
export function targetsOf(count: number): Target[] {
  const random = numbers(count);
  const targets = Array.from({ length: count }, (_, place) => ({
    agreement: `agreement-${Math.floor(place / 10)}`,
    source: `source-${place % 10}`,
    vantage: 'main',
  }));
  return targets
    .map((target) => ({ target, phase: random() }))
    .sort((one, other) => one.phase - other.phase)
    .map(({ target }) => target);
}

export type Story = {
  targets: readonly Target[];
  start: number;
  /** Between two slots of a target; targets have phases of their own within it. */
  everyMs: number;
  hasDetail: boolean;
  seed: number;
};

/** Samples in the order in which a collector has them: by slot, and within it target by target. */
export function* tell({ targets, start, everyMs, hasDetail, seed }: Story): Generator<NewSample, never> {
  const outcomeOf = outcomes(seed);
  for (let slot = 0; ; slot++) {
    for (const [place, target] of targets.entries()) {
      const phase = Math.floor((place * everyMs) / targets.length);
      const at = start + slot * everyMs + phase;
      const sample = { ...target, at, ...outcomeOf() };
      yield hasDetail ? { ...sample, detail: detailOf(sample) } : sample;
    }
  }
}

/** The next `count` samples of a story. */
export const take = (samples: Iterator<NewSample, never>, count: number): NewSample[] =>
  Array.from({ length: count }, () => samples.next().value);

function outcomes(seed: number): () => Outcome {
  const random = numbers(seed);
  return () => {
    const drawn = random();
    if (drawn < unmeasuredShare) return { outcome: 'unmeasured', reason: 'overloaded', latencyMs: null };
    const latencyMs = lognormal(random);
    if (drawn > 1 - badShare) return { outcome: 'bad', reason: 'status', latencyMs, status: 503 };
    return { outcome: 'ok', reason: null, latencyMs };
  };
}

/** To 0.1 ms, by the transform of Box and Muller. */
function lognormal(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.round(medianMs * Math.exp(sigma * normal) * 10) / 10;
}

/** What a probe over HTTPS keeps beside a slot. */
function detailOf({ at, ...outcome }: { at: number } & Outcome): SampleDetail {
  const waited = outcome.latencyMs ?? 0;
  const phases = { dns: 1.4, connect: 11.7, tls: 23.9, 'first-byte': waited, body: 0.8 };
  if (outcome.outcome === 'unmeasured') return { error: 'the slot before it was still under way' };
  const seen = { phases, status: outcome.outcome === 'ok' ? 200 : 503, reused: false, clockSkewMs: 12 };
  const error = outcome.outcome === 'ok' ? {} : { error: 'answered 503 Service Unavailable, expected 200' };
  const { reason, latencyMs } = outcome;
  const attempt = { startedAt: at + 3, outcome: outcome.outcome, reason, latencyMs, ...error };
  return { ...seen, certificateEndsAt: 1_800_000_000_000, attempts: [attempt], ...error };
}

/** A linear congruential generator (Numerical Recipes): numbers in [0, 1). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
