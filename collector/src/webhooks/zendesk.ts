// Webhooks of Zendesk: the instant and the body are signed; a body may be empty.
import { isInstant } from '@upheld/shared/agreement/readable';
import { valueAt } from '../egress/json-pointer.ts';
import { staleness } from './freshness.ts';
import { hmac, isMadeBySome, unsigned } from './signature.ts';
import { ticketsIn } from './tickets.ts';
import type { WebhookScheme } from './webhook.ts';

/** The `zendesk` scheme. */
export const zendesk = {
  name: 'zendesk',
  hasPointer: false,
  verify({ headers, body }, { secrets, now }) {
    const given = headers.get('x-zendesk-webhook-signature') ?? '';
    const sentAt = headers.get('x-zendesk-webhook-signature-timestamp') ?? '';
    const make = (secret: string) => hmac('sha256', secret, [sentAt, body]).toString('base64');
    if (!isInstant(sentAt) || !isMadeBySome([given], secrets, make)) return unsigned;
    const stale = staleness(Temporal.Instant.from(sentAt).epochMilliseconds, now);
    if (stale !== null) return stale;
    return { ok: true, id: headers.get('x-zendesk-webhook-invocation-id'), tickets: ticketsIn(body, ticket) };
  },
} satisfies WebhookScheme<'zendesk'>;

/** Events of Zendesk's own form, or what an administrator lets a trigger send: `{ "ticket": "{{ticket.id}}" }`. */
function ticket(document: unknown): string | null {
  const type = valueAt(document, '/type');
  if (typeof type !== 'string') return '/ticket';
  return type.startsWith('zen:event-type:ticket.') ? '/detail/id' : null;
}
