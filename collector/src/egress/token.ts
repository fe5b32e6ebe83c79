// A token that a token endpoint gave: until when it is used, by whom it was refused, and when another one is
// asked for. Times are milliseconds of the monotonic clock.
import type { Secret } from '../secrets.ts';
import type { TokenAnswer } from './token-endpoint.ts';

export type Token = {
  value: Secret;
  issuedAt: number;
  renewAt: number;
  endsAt: number;
  /** Of the token before it, where that was refused soon after its issue; else 0. */
  pauseBeforeMs: number;
  refusal: Refusal | null;
};

/** By these URLs. Others may accept the token, and are sent it meanwhile. */
type Refusal = { by: Set<string>; pauseMs: number; replaceAt: number };

const firstPauseMs = 5_000;

/** The longest that an endpoint is left alone of our own accord. */
export const longestPauseMs = 300_000;

/** A token that is refused later than this after its issue was withdrawn: another one may well be accepted. */
const soonMs = 300_000;

/** Twice the pause before, from 5 s to 5 min. */
export function nextPauseMs(beforeMs: number): number {
  return Math.min(Math.max(firstPauseMs, 2 * beforeMs), longestPauseMs);
}

/** Renewed when less than 30 s or a tenth is left, but not before half of its time is over. */
export function tokenOf(
  { token, lifetimeMs }: Extract<TokenAnswer, { ok: true }>,
  before: Token | null,
  now: number,
): Token {
  const margin = Math.min(Math.max(30_000, lifetimeMs / 10), lifetimeMs / 2);
  return {
    ...{ value: token, issuedAt: now, renewAt: now + lifetimeMs - margin, endsAt: now + lifetimeMs },
    ...{ pauseBeforeMs: before?.refusal?.pauseMs ?? 0, refusal: null },
  };
}

/** Its first refusal says when another one is asked for: at once, unless it was given just before. */
export function refuse(token: Token, url: string, now: number): void {
  const pauseMs = now - token.issuedAt <= soonMs ? nextPauseMs(token.pauseBeforeMs) : 0;
  token.refusal ??= { by: new Set(), pauseMs, replaceAt: now + pauseMs };
  token.refusal.by.add(url);
}

export function isRefusedBy({ refusal }: Token, url: string): boolean {
  return refusal?.by.has(url) === true;
}

/** When whoever asks `url` wants another token. A refused one does not end its pause by ending soon. */
export function replaceAt({ refusal, renewAt }: Token, url: string): number {
  return refusal?.by.has(url) === true ? refusal.replaceAt : renewAt;
}
