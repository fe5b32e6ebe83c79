// Webhooks of GitHub: the body is signed, the id of the delivery and the kind of event are not.
import { valueAt } from '../egress/json-pointer.ts';
import { hmac, isMadeBySome, unsigned } from './signature.ts';
import { ticketsIn } from './tickets.ts';
import type { WebhookScheme } from './webhook.ts';

/** The `github` scheme. */
export const github = {
  name: 'github',
  hasPointer: false,
  verify({ headers, body }, { secrets }) {
    const given = headers.get('x-hub-signature-256') ?? '';
    const make = (secret: string) => `sha256=${hmac('sha256', secret, [body]).toString('hex')}`;
    if (!isMadeBySome([given], secrets, make)) return unsigned;
    return { ok: true, id: headers.get('x-github-delivery'), tickets: ticketsIn(body, issue) };
  },
} satisfies WebhookScheme<'github'>;

/** Comments on pull requests come as comments on issues. */
function issue(document: unknown): string | null {
  return valueAt(document, '/issue/pull_request') === undefined ? '/issue/number' : null;
}
