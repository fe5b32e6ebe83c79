// Tokens that are kept until shortly before they end. One question is under way at a time, however many
// probes wait for its answer, and an endpoint that failed is left alone for a while.
import { createHash } from 'node:crypto';
import type { Secret } from '../secrets.ts';
import type { AuthParts, Proof } from './auth/auth.ts';
import { askForToken, endpointOf } from './token-endpoint.ts';
import type { TokenAnswer, TokenRequest } from './token-endpoint.ts';

export type Tokens = {
  /**
   * The header with the token that `request` gives, or why there is none. Asks at most once and waits for at
   * most `deadlineMs`. A token that can still be used is, should a newer one not be had.
   */
  prove(request: TokenRequest, deadlineMs: number): Promise<Proof>;
};

type Token = { value: Secret; renewAt: number; endsAt: number };
type Failure = { words: string; pauseMs: number; askAgainAt: number };

/** What is known of one request. `patienceMs` is the longest that anybody waits for its answer. */
type Kept = {
  token: Token | null;
  failure: Failure | null;
  asking: Promise<void> | null;
  patienceMs: number;
};

const firstPauseMs = 5_000;
const longestPauseMs = 300_000;

/** An endpoint that asks to be left alone for longer is asked after an hour all the same. */
const longestRestMs = 3_600_000;

/** Nothing is kept yet. Times are those of the monotonic clock. */
export function createTokens({ egress, clock }: Omit<AuthParts, 'secret'>): Tokens {
  const known = new Map<string, Kept>();

  async function ask(kept: Kept, request: TokenRequest): Promise<void> {
    const answer = await askForToken(request, kept.patienceMs, egress);
    if (answer.ok) kept.token = tokenOf(answer, clock.monotonic());
    kept.failure = answer.ok ? null : failureOf(answer, kept.failure, clock.monotonic());
  }

  /** Whoever is less patient than the question leaves its answer to those who wait and to the next slot. */
  async function wait(asking: Promise<void>, deadlineMs: number, { patienceMs }: Kept): Promise<void> {
    if (deadlineMs >= patienceMs) return await asking;
    const over = Promise.withResolvers();
    const cancel = clock.setTimer(() => over.resolve(null), deadlineMs);
    await Promise.race([asking, over.promise]).finally(cancel);
  }

  return {
    async prove(request, deadlineMs) {
      const now = clock.monotonic();
      const kept = entryOf(known, request, now);
      if (kept.asking === null && isDue(kept, now)) {
        kept.patienceMs = Math.max(kept.patienceMs, deadlineMs);
        kept.asking = ask(kept, request).finally(() => (kept.asking = null));
      }
      if (kept.asking !== null) await wait(kept.asking, deadlineMs, kept);
      return proofOf(kept, clock.monotonic()) ?? { ok: false, words: whyNone(kept, request, deadlineMs) };
    },
  };
}

/** The same question has the same answer; a client's new secret makes it another one. */
function entryOf(known: Map<string, Kept>, request: TokenRequest, now: number): Kept {
  const key = createHash('sha256').update(JSON.stringify(request)).digest('base64');
  const found = known.get(key);
  if (found !== undefined) return found;
  for (const [old, kept] of known) if (isOver(kept, now)) known.delete(old);
  const kept = { token: null, failure: null, asking: null, patienceMs: 0 };
  known.set(key, kept);
  return kept;
}

function isDue({ token, failure }: Kept, now: number): boolean {
  return now >= (token?.renewAt ?? 0) && now >= (failure?.askAgainAt ?? 0);
}

/** Nobody has asked for so long that nothing of it matters any more, as after a change of the secret. */
function isOver({ token, failure, asking }: Kept, now: number): boolean {
  const failureOverAt = failure === null ? 0 : failure.askAgainAt + longestPauseMs;
  return asking === null && now >= Math.max(token?.endsAt ?? 0, failureOverAt);
}

/** Renewed when less than 30 s or a tenth is left, but not before half of its time is over. */
function tokenOf({ token, lifetimeMs }: Extract<TokenAnswer, { ok: true }>, now: number): Token {
  const margin = Math.min(Math.max(30_000, lifetimeMs / 10), lifetimeMs / 2);
  return { value: token, renewAt: now + lifetimeMs - margin, endsAt: now + lifetimeMs };
}

/** The words hold until the endpoint is asked again, so they say when that is. */
function failureOf(
  { words, rest }: Extract<TokenAnswer, { ok: false }>,
  before: Failure | null,
  now: number,
): Failure {
  if (rest === 'none') return { words, pauseMs: before?.pauseMs ?? 0, askAgainAt: now };
  const pauseMs = Math.min(Math.max(firstPauseMs, 2 * (before?.pauseMs ?? 0)), longestPauseMs);
  const restMs = Math.min(rest ?? pauseMs, longestRestMs);
  const later = `it is asked again ${Math.ceil(restMs / 1_000)} s later`;
  return { words: `${words}; ${later}`, pauseMs, askAgainAt: now + restMs };
}

function proofOf(kept: Kept, now: number): Proof | null {
  const { token } = kept;
  if (token === null || now >= token.endsAt) return null;
  return {
    ok: true,
    headers: { authorization: `Bearer ${token.value.reveal()}` },
    // A refusal may come late: the token that took the place of the refused one stays.
    refused: () => {
      if (kept.token === token) kept.token = null;
    },
  };
}

function whyNone({ asking, failure }: Kept, { url }: TokenRequest, deadlineMs: number): string {
  const failed = asking === null ? failure?.words : undefined;
  return failed ?? `${endpointOf(url)} gave no token within ${deadlineMs} ms`;
}
