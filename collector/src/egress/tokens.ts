// Tokens that are kept until shortly before they end. One question is under way at a time, however many
// probes wait for its answer, and an endpoint that failed, or gave what was refused, is left alone for a while.
import { createHash } from 'node:crypto';
import type { AuthAsked, AuthParts, Proof, Unproved } from './auth/auth.ts';
import { askForToken, endpointOf } from './token-endpoint.ts';
import type { TokenAnswer, TokenRequest } from './token-endpoint.ts';
import { isRefusedBy, longestPauseMs, nextPauseMs, refuse, replaceAt, tokenOf, type Token } from './token.ts';

export type Tokens = {
  /**
   * The header with the token that `request` gives, or why there is none. Asks at most once and waits for at
   * most `deadlineMs`. A token that can still be used is, should a newer one not be had; but not where it was
   * refused.
   */
  prove(request: TokenRequest, asked: Pick<AuthAsked, 'deadlineMs' | 'egress' | 'url'>): Promise<Proof>;
};

type Failure = { why: Unproved; pauseMs: number; askAgainAt: number };

/** What is known of one request. `patienceMs` is the longest that anybody waits for its answer. */
type Kept = {
  token: Token | null;
  failure: Failure | null;
  asking: Promise<void> | null;
  patienceMs: number;
};

/** An endpoint that asks to be left alone for longer is asked after an hour all the same. */
const longestRestMs = 3_600_000;

/** Nothing is kept yet. Times are those of the monotonic clock. */
export function createTokens({ clock }: Pick<AuthParts, 'clock'>): Tokens {
  const known = new Map<string, Kept>();

  async function ask(kept: Kept, request: TokenRequest, egress: AuthAsked['egress']): Promise<void> {
    const answer = await askForToken(request, kept.patienceMs, egress);
    if (answer.ok) kept.token = tokenOf(answer, kept.token, clock.monotonic());
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
    async prove(request, { deadlineMs, egress, url }) {
      const now = clock.monotonic();
      const kept = entryOf(known, request, now);
      if (kept.asking === null && isDue(kept, url, now)) {
        kept.patienceMs = Math.max(kept.patienceMs, deadlineMs);
        kept.asking = ask(kept, request, egress).finally(() => (kept.asking = null));
      }
      if (kept.asking !== null) await wait(kept.asking, deadlineMs, kept);
      return proofOf(kept, url, clock) ?? whyNone(kept, request, deadlineMs);
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

function isDue({ token, failure }: Kept, url: string, now: number): boolean {
  return now >= (token === null ? 0 : replaceAt(token, url)) && now >= (failure?.askAgainAt ?? 0);
}

/** Nobody has asked for so long that nothing of it matters any more, as after a change of the secret. */
function isOver({ token, failure, asking }: Kept, now: number): boolean {
  const pauses = [failure?.askAgainAt, token?.refusal?.replaceAt].filter((until) => until !== undefined);
  const overAt = Math.max(0, ...pauses.map((until) => until + longestPauseMs));
  return asking === null && now >= Math.max(token?.endsAt ?? 0, overAt);
}

/** The words hold until the endpoint is asked again, so they say when that is. */
function failureOf(
  { rest, ...why }: Extract<TokenAnswer, { ok: false }>,
  before: Failure | null,
  now: number,
): Failure {
  if (rest === 'none') return { why, pauseMs: before?.pauseMs ?? 0, askAgainAt: now };
  const pauseMs = nextPauseMs(before?.pauseMs ?? 0);
  const restMs = Math.min(rest ?? pauseMs, longestRestMs);
  const words = `${why.words}; ${againIn(restMs)}`;
  return { why: { ...why, words }, pauseMs, askAgainAt: now + restMs };
}

function againIn(restMs: number): string {
  return `it is asked again ${Math.ceil(restMs / 1_000)} s later`;
}

function proofOf({ token }: Kept, url: string, clock: AuthParts['clock']): Proof | null {
  if (token === null || clock.monotonic() >= token.endsAt || isRefusedBy(token, url)) return null;
  return {
    ok: true,
    headers: { authorization: `Bearer ${token.value.reveal()}` },
    // A refusal may come late: it is that of this token, not of one that took its place.
    refused: () => refuse(token, url, clock.monotonic()),
  };
}

function whyNone({ asking, token, failure }: Kept, request: TokenRequest, deadlineMs: number): Unproved {
  const endpoint = endpointOf(request.url);
  if (asking === null && failure !== null) return failure.why;
  const refusal = asking === null ? token?.refusal : null;
  const words =
    refusal === null || refusal === undefined
      ? `${endpoint} gave no token within ${deadlineMs} ms`
      : `${endpoint} gave a token that the API refused; ${againIn(refusal.pauseMs)}`;
  return { ok: false, words };
}
