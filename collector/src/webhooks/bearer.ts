// For desks that can send a header and cannot sign. Whoever overhears a delivery can send others: they are hints, and
// their pace is bounded.
import { isMadeBySome, unsigned } from './signature.ts';
import { ticketsIn } from './tickets.ts';
import type { WebhookScheme } from './webhook.ts';

/** The `bearer` scheme: `Authorization: Bearer SECRET` (RFC 6750). */
export const bearer = {
  name: 'bearer',
  hasPointer: true,
  verify({ headers, body }, { terms, secrets }) {
    const [, given = ''] = /^bearer +(\S.*)$/i.exec(headers.get('authorization') ?? '') ?? [];
    if (!isMadeBySome([given], secrets, (secret) => secret)) return unsigned;
    return { ok: true, id: null, tickets: ticketsIn(body, () => terms.ticket ?? null) };
  },
} satisfies WebhookScheme<'bearer'>;
