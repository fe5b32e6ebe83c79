// Takes deliveries: from what a desk sent to a hint that some of its tickets are to be read. Nothing else comes of
// them, and nothing of them is kept but the digest of an id.
import type { Clock } from '../clock.ts';
import { targetKey } from '../collect/target.ts';
import { placeOf, type ReadSecret } from '../secrets.ts';
import type { SourceKey } from '../store/store.ts';
import { createDeliveryIds } from './delivery-ids.ts';
import { createPace, type Hint } from './pace.ts';
import { createPlaces, type Place } from './places.ts';
import { webhookSchemes } from './registry.ts';
import type { WebhookSource } from './sources.ts';
import type { Delivery, DeliveryOutcome, Refusal, Verdict, WebhookTerms } from './webhook.ts';

/** We lack the secret. */
type Blind = { ok: false; status: 503; words: string };

/** A delivery that is sent again is taken too, and comes to nothing. */
export type Taken = { ok: true } | Refusal | Blind;

/**
 * One call of the address of a source: room for its body, or null where there is none; then what it delivers, or that
 * this could not be read.
 */
export type Reception = { enter(): Place | null; take(delivery: Delivery): Taken; unread(): void };

export type Webhooks = {
  /** Deliveries for these sources are taken from now on, and for no others. */
  follow(sources: WebhookSource[]): void;
  /** Null where no source is told this way: whoever calls needs not be listened to. */
  receptionOf(source: SourceKey): Reception | null;
  stop(): void;
};

export type WebhookParts = {
  secret: ReadSecret;
  clock: Clock;
  hint: Hint;
  /** `source` is null where none has the address. */
  onDelivery: (source: SourceKey | null, outcome: DeliveryOutcome | 'unknown') => void;
  /** Hears of secrets that are missing here; `what` names the source. */
  onError: (what: string, error: unknown) => void;
};

/** Takes nothing until it follows some source. Whoever has it follow one stops it. */
export function createWebhooks(parts: WebhookParts): Webhooks {
  const { clock, onDelivery } = parts;
  const ids = createDeliveryIds(clock);
  const pace = createPace(clock, parts.hint);
  const places = createPlaces(clock);
  let sources = new Map<string, WebhookSource>();

  function settle({ agreement, source, terms }: WebhookSource, delivery: Delivery): [DeliveryOutcome, Taken] {
    const key = targetKey({ agreement, source });
    const verdict = verify(key, terms, delivery, parts);
    if (!verdict.ok) return ['refused', verdict];
    if (verdict.id !== null && !ids.take(key, verdict.id)) return ['duplicate', { ok: true }];
    pace.give({ agreement, source }, verdict.tickets);
    return ['accepted', { ok: true }];
  }

  return {
    follow(followed) {
      sources = new Map(followed.map((source) => [targetKey(source), source]));
      ids.keepOnly([...sources.keys()]);
    },
    receptionOf(called) {
      const source = sources.get(targetKey(called));
      if (source === undefined) {
        onDelivery(null, 'unknown');
        return null;
      }
      return {
        enter: () => places.take(targetKey(source)),
        take(delivery) {
          const [outcome, taken] = settle(source, delivery);
          onDelivery(source, outcome);
          return taken;
        },
        unread: () => onDelivery(source, 'refused'),
      };
    },
    stop: pace.stop,
  };
}

/** Secrets are read each time, so that a new one is good at once. One of two that is missing is no fault. */
function verify(
  key: string,
  terms: WebhookTerms,
  delivery: Delivery,
  { secret, clock, onError }: WebhookParts,
): Verdict | Blind {
  const scheme = webhookSchemes.get(terms.scheme);
  const secrets = terms.secrets
    .flatMap((reference) => secret(reference) ?? [])
    .filter((known) => scheme?.isSecret?.(known.reveal()) ?? true);
  if (scheme !== undefined && secrets.length > 0) {
    return scheme.verify(delivery, { terms, secrets, now: clock.now() });
  }
  const places = terms.secrets.map(placeOf).join(' or ');
  const words = `there is no secret for the scheme ${terms.scheme} in ${places}: no delivery can be verified`;
  onError(`webhooks of ${key}`, new Error(words));
  return { ok: false, status: 503, words: 'Deliveries of this source cannot be verified now' };
}
