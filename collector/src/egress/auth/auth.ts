// The contract of a kind of authentication: one file, one schema, one proof of who asks.
import type { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { ReadSecret } from '../../secrets.ts';
import type { Egress, TlsMaterial } from '../request.ts';

/** What kinds need of the process. */
export type AuthParts = { secret: ReadSecret; clock: Clock };

export type AuthAsked = {
  /** Covers whatever has to be asked for first. */
  deadlineMs: number;
  /** The door for that, with the budget of whoever needs the proof. */
  egress: Pick<Egress, 'request'>;
  /** For whom the proof is, over which `tls`; nothing of that is shown to another origin. */
  url: string;
  tls: TlsMaterial | null;
};

/**
 * Why it cannot be shown who asks, in words that quote no secret and nothing that a server said. `overloaded`
 * where what has to be asked for first found no room.
 */
export type Unproved = { ok: false; words: string; reason?: 'overloaded' };

/**
 * The headers that show who asks, by lower-case name; or why that cannot be shown. `refused` is told that the
 * partner did not accept it: what was kept of it is not sent there again.
 */
export type Proof = { ok: true; headers: Record<string, string>; refused(): void } | Unproved;

/** Proves again and again; what is kept from one proof to the next lives in it. `prove` never rejects. */
export type Prover<Terms = { type: string }> = { prove(terms: Terms, asked: AuthAsked): Promise<Proof> };

/** `terms` reads what stands under `auth`. */
export type AuthKind<Terms extends { type: string } = { type: string }> = {
  type: string;
  terms: z.ZodType<Terms>;
  /** How many requests of its own one proof makes at most. */
  requests: 0 | 1;
  open(parts: AuthParts): Prover<Terms>;
};

/** A proof that needs nothing kept: the partner's refusal changes nothing. */
export function proofBy(headers: Record<string, string>): Proof {
  return { ok: true, headers, refused: () => undefined };
}
