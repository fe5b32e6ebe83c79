// Webhooks of Zammad's triggers: signed with HMAC-SHA1, which is weak for documents and sound for this.
import { hmac, isMadeBySome, unsigned } from './signature.ts';
import { ticketsIn } from './tickets.ts';
import type { WebhookScheme } from './webhook.ts';

/** The `zammad` scheme. */
export const zammad = {
  name: 'zammad',
  hasPointer: false,
  verify({ headers, body }, { secrets }) {
    const given = headers.get('x-hub-signature') ?? '';
    const make = (secret: string) => `sha1=${hmac('sha1', secret, [body]).toString('hex')}`;
    if (!isMadeBySome([given], secrets, make)) return unsigned;
    const tickets = ticketsIn(body, () => '/ticket/id');
    return { ok: true, id: headers.get('x-zammad-delivery'), tickets };
  },
} satisfies WebhookScheme<'zammad'>;
