// Standard Webhooks, for systems that can be taught to sign: scripts, plugins and automation of a desk.
import { keyOf, verifyStandard } from './standard-signature.ts';
import { ticketsIn } from './tickets.ts';
import type { WebhookScheme } from './webhook.ts';

/** The `standard` scheme. */
export const standard = {
  name: 'standard',
  hasPointer: true,
  isSecret: (text) => keyOf(text) !== null,
  verify(delivery, { terms, ...proof }) {
    const verified = verifyStandard(delivery, proof);
    return verified.ok
      ? { ...verified, tickets: ticketsIn(delivery.body, () => terms.ticket ?? null) }
      : verified;
  },
} satisfies WebhookScheme<'standard'>;
