// Webhooks that an administrator of Jira registers with a secret; those of apps are not signed.
import { hmac, isMadeBySome, unsigned } from './signature.ts';
import { ticketsIn } from './tickets.ts';
import type { WebhookScheme } from './webhook.ts';

/** The `jira` scheme. */
export const jira = {
  name: 'jira',
  hasPointer: false,
  verify({ headers, body }, { secrets }) {
    const given = headers.get('x-hub-signature') ?? '';
    const make = (secret: string) => `sha256=${hmac('sha256', secret, [body]).toString('hex')}`;
    if (!isMadeBySome([given], secrets, make)) return unsigned;
    const tickets = ticketsIn(body, () => '/issue/key');
    // The same for each attempt at one delivery.
    return { ok: true, id: headers.get('x-atlassian-webhook-identifier'), tickets };
  },
} satisfies WebhookScheme<'jira'>;
