// One slot of one source, from its first attempt to its outcome. Retries are attempts of the same slot: the
// first that succeeds decides it, else the last that was measured, else the last; every one is kept.
import type { Outcome } from '@upheld/shared/facts/sample';
import { milliseconds } from '@upheld/shared/time/duration';
import type { Instant } from '@upheld/shared/time/instant';
import type { Clock } from '../clock.ts';
import type { Allowance } from '../egress/allowance.ts';
import { createBudget, limited, limitedProofs } from '../egress/budget.ts';
import type { Seen } from '../egress/seen.ts';
import type { Attempt, OwnNetwork, ProbeContext, ProbeKind } from '../probes/probe.ts';
import { latestStartMs } from '../schedule/schedule.ts';
import type { SampleDetail } from '../store/store.ts';
import { decide } from './decide.ts';
import { detailOf, type MadeAttempt } from './evidence.ts';

/**
 * What a slot's sample says, and what the deciding attempt saw; who asked, whom and when is the caller's. `last`
 * is how the last attempt ended: a partner that was asked too often said so there, whatever decides.
 */
export type ProbeResult = { outcome: Outcome; detail: SampleDetail; seen: Seen; last: Attempt };

/** A slot of a source. */
export type ProbeSlot = { at: Instant; everyMs: number; retry: { attempts: number; delay: string } };

/** What attempts are given, and what a slot needs beside it. */
export type Surroundings = ProbeContext & { ownNetwork: OwnNetwork; allowance: Allowance };

/** Asking again would meet the same refusal, or press a partner that is asked enough. */
const final: readonly (string | null)[] = ['policy', 'credentials', 'rate-limited', 'overloaded'];

/** Runs a source's attempts. `spec` has been read by the kind's schema. */
export async function runProbe<Spec>(
  kind: ProbeKind<Spec>,
  spec: Spec,
  slot: ProbeSlot,
  surroundings: Surroundings,
  clock: Clock,
): Promise<ProbeResult> {
  const made: MadeAttempt[] = [];
  const attempt = async (begunAt: number, dueAt: number) => {
    const startedAt = clock.now();
    const context = contextFor(
      kind.mostRequests?.(spec) ?? 1,
      dueAt + latestStartMs(slot.everyMs),
      surroundings,
    );
    const ended = { startedAt, begunAt, ...(await kind.probe(spec, context)) };
    made.push(ended);
    return ended;
  };
  const begunAt = clock.monotonic();
  let last = await attempt(begunAt, begunAt - latenessOf(slot, clock));
  while (isWorthRetrying(last) && made.length < slot.retry.attempts) {
    await wait(milliseconds(slot.retry.delay), clock);
    const dueAt = clock.monotonic();
    last = await attempt(dueAt, dueAt);
  }
  const { deciding, judged } = await decide(made, last, surroundings.ownNetwork);
  const detail = detailOf(judged.error, made, deciding);
  return { outcome: outcomeOf(judged), detail, seen: deciding.seen ?? {}, last };
}

/** How late the slot starts, in milliseconds, by a wall clock that may be set meanwhile. */
function latenessOf({ at, everyMs }: ProbeSlot, clock: Clock): number {
  return Math.min(Math.max(clock.now() - at, 0), latestStartMs(everyMs));
}

/**
 * However a kind is written, its attempt makes no more than `most` requests and as many proofs of who asks.
 * Each request, and each for a token, leaves only while the agreement's allowance has room, or gets it until
 * `until`: a slot that waited longer would start too late.
 */
function contextFor(most: number, until: number, surroundings: Surroundings): ProbeContext {
  const { allowance, egress, credentials, ...rest } = surroundings;
  const door = () => limited(egress, createBudget({ allowance, most, until: () => until }));
  return { ...rest, egress: door(), credentials: limitedProofs(credentials, most, door()) };
}

function isWorthRetrying({ outcome, reason }: MadeAttempt): boolean {
  return outcome !== 'ok' && !final.includes(reason);
}

/** The attempt without what is kept beside it. */
function outcomeOf(made: MadeAttempt): Outcome {
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

async function wait(delayMs: number, clock: Clock): Promise<void> {
  await new Promise<void>((resolve) => clock.setTimer(resolve, delayMs));
}
