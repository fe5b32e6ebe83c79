import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { zendesk } from '@upheld/collector/webhooks/zendesk';
import {
  bytes,
  now,
  signedBodyContract,
  verifyWith,
  webhookContract,
  type SchemeCase,
} from '../../contracts/webhook.ts';

/** The secret with which Zendesk signs tests of webhooks that are not saved yet; it is used as the text it is. */
const documented = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';

function signedAt(sentAt: string, secret: string, body: Buffer) {
  return {
    'x-zendesk-webhook-signature': createHmac('sha256', secret).update(sentAt).update(body).digest('base64'),
    'x-zendesk-webhook-signature-timestamp': sentAt,
    'x-zendesk-webhook-invocation-id': '8350205582',
  };
}

const known: SchemeCase = {
  scheme: zendesk,
  secrets: [documented, 'another one'],
  sign: (secret, body) => signedAt('2026-11-21T10:00:00Z', secret, body),
  proofs: ['x-zendesk-webhook-signature', 'x-zendesk-webhook-signature-timestamp'],
  id: ['x-zendesk-webhook-invocation-id', '8350205582'],
  naming: [
    [{ type: 'zen:event-type:ticket.status_changed', detail: { id: '35436', subject: 'x' } }, '35436'],
    [{ ticket: '35436' }, '35436'],
  ],
  silent: [
    { type: 'zen:event-type:user.deleted', detail: { id: '6596848315901' } },
    { account_id: 22129848 },
  ],
  bodyOf: (ticket) => ({ type: 'zen:event-type:ticket.created', detail: { id: ticket } }),
};

webhookContract(known);

describe('a webhook of Zendesk', () => {
  signedBodyContract(known);

  it('is taken for five minutes, by its signed instant', () => {
    const body = bytes({ ticket: '1' });
    const at = (sentAt: string) => verifyWith(known, signedAt(sentAt, documented, body), body, [documented]);
    expect(at('2026-11-21T09:55:00Z')).toMatchObject({ ok: true });
    expect(at('2026-11-21T09:54:59Z')).toMatchObject({ ok: false, status: 400 });
    expect(at('2026-11-21T10:05:00Z')).toMatchObject({ ok: true });
    expect(at('2026-11-21T10:05:01Z')).toMatchObject({ ok: false, status: 401 });
    // New York is five hours behind UTC in November.
    expect(at('2026-11-21T05:00:00-05:00')).toMatchObject({ ok: true });
  });

  it('is refused for an instant that is none, though it is signed', () => {
    const body = bytes({ ticket: '1' });
    for (const sentAt of ['', 'today', String(now), '2026-11-21T10:00:00']) {
      const verdict = verifyWith(known, signedAt(sentAt, documented, body), body, [documented]);
      expect(verdict).toMatchObject({ ok: false, status: 401 });
    }
  });

  it('is told that it is old only where it is signed', () => {
    const body = bytes({ ticket: '1' });
    const headers = signedAt('2026-11-21T09:00:00Z', 'somebody else', body);
    expect(verifyWith(known, headers, body, [documented])).toMatchObject({ ok: false, status: 401 });
  });
});
