import { describe, expect, it } from 'vitest';
import { bearer } from '@upheld/collector/webhooks/bearer';
import { bytes, verifyWith, webhookContract, type SchemeCase } from '../../contracts/webhook.ts';

const known: SchemeCase = {
  scheme: bearer,
  secrets: ['a token', 'another one'],
  sign: (secret) => ({ authorization: `Bearer ${secret}` }),
  proofs: ['authorization'],
  id: null,
  naming: [
    [{ ticket: 17 }, '17'],
    [{ ticket: '18' }, '18'],
  ],
  silent: [{ freshdesk_webhook: { ticket_id: 17 } }],
  bodyOf: (ticket) => ({ ticket }),
};

webhookContract(known);

describe('a webhook with a bearer token', () => {
  it('is told by the scheme in any case, and by no other scheme', () => {
    const verify = (authorization: string) =>
      verifyWith(known, { authorization }, bytes({ ticket: 1 }), ['a token']);
    expect(verify('bearer a token')).toMatchObject({ ok: true });
    for (const other of ['a token', 'Basic a token', 'Bearera token', 'Bearer', 'Bearer ']) {
      expect(verify(other)).toMatchObject({ ok: false, status: 401 });
    }
  });
});
