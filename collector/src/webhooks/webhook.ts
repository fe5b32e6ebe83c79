// The contract of a form of webhooks: whether a delivery comes from whoever has the secret, and which tickets it
// names. It is a hint and no more: the desk itself is read, and reading alone reaches the same state.
import type { SecretReference } from '@upheld/shared/agreement/fields';
import type { Instant } from '@upheld/shared/time/instant';
import type { Secret } from '../secrets.ts';

/** `webhook` of a connector's spec. */
export type WebhookTerms = {
  scheme: string;
  /** Two while one takes the place of the other. */
  secrets: SecretReference[];
  /** Where a body names its ticket, as a JSON pointer, in schemes that leave that to the sender. */
  ticket?: string | undefined;
};

/** A request as it came. `body` is its very bytes: a body that is written anew has another signature. */
export type Delivery = { headers: Headers; body: Uint8Array };

export type Proof = { terms: WebhookTerms; secrets: readonly Secret[]; now: Instant };

/** Why a delivery is not believed; `words` quote nothing of it. */
export type Refusal = { ok: false; status: 400 | 401; words: string };

/**
 * `id` tells a delivery that is sent again; null where it has none. Without `tickets` something changed, and nobody
 * says what.
 */
export type Verdict = { ok: true; id: string | null; tickets: string[] } | Refusal;

/** What metrics call what became of a delivery to a source. */
export const deliveryOutcomes = ['accepted', 'duplicate', 'refused'] as const;
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];

/** `verify` is told everything, keeps nothing and compares in constant time. */
export type WebhookScheme<Name extends string = string> = {
  name: Name;
  /** Whether its terms say where a body names its ticket. */
  hasPointer: boolean;
  /** Whether a text can be a secret; absent where any can. */
  isSecret?(text: string): boolean;
  verify(delivery: Delivery, proof: Proof): Verdict;
};
