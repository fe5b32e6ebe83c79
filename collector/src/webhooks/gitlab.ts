// Webhooks of GitLab: with a signing token as Standard Webhooks are, else with a secret token sent as it is.
import { valueAt } from '../egress/json-pointer.ts';
import type { Secret } from '../secrets.ts';
import { isMadeBySome, unsigned } from './signature.ts';
import { verifyStandard } from './standard-signature.ts';
import { ticketsIn } from './tickets.ts';
import type { WebhookScheme } from './webhook.ts';

/** The `gitlab` scheme. */
export const gitlab = {
  name: 'gitlab',
  hasPointer: false,
  verify(delivery, { secrets, now }) {
    const { headers, body } = delivery;
    const tickets = () => ticketsIn(body, issue);
    const [signing, sent] = [secrets.filter(isSigningToken), secrets.filter((one) => !isSigningToken(one))];
    // What is signed is judged by its signature: a token beside it can be overheard and sent again.
    if (signing.length > 0 && headers.has('webhook-signature')) {
      const verified = verifyStandard(delivery, { secrets: signing, now });
      return verified.ok ? { ...verified, tickets: tickets() } : verified;
    }
    const given = headers.get('x-gitlab-token') ?? '';
    if (!isMadeBySome([given], sent, (secret) => secret)) return unsigned;
    return { ok: true, id: headers.get('idempotency-key'), tickets: tickets() };
  },
} satisfies WebhookScheme<'gitlab'>;

/** GitLab makes them in this form, and never sends them. */
function isSigningToken(secret: Secret): boolean {
  return secret.reveal().startsWith('whsec_');
}

/** Other things have an `iid` too. */
function issue(document: unknown): string {
  const kind = valueAt(document, '/object_kind');
  return kind === 'issue' || kind === 'work_item' ? '/object_attributes/iid' : '/issue/iid';
}
