import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { zammad } from '@upheld/collector/webhooks/zammad';
import { signedBodyContract, verifyWith, webhookContract, type SchemeCase } from '../../contracts/webhook.ts';

const known: SchemeCase = {
  scheme: zammad,
  secrets: ['a token of Zammad', 'another one'],
  sign: (secret, body) => ({
    'x-hub-signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
    'x-zammad-delivery': 'b3f5a1c2',
    'x-zammad-trigger': 'tell the contract',
  }),
  proofs: ['x-hub-signature'],
  id: ['x-zammad-delivery', 'b3f5a1c2'],
  naming: [[{ ticket: { id: 81, number: '10081', title: 'x' }, article: { id: 104 } }, '81']],
  silent: [{ article: { id: 104, ticket_id: 81 } }],
  bodyOf: (ticket) => ({ ticket: { id: ticket } }),
};

webhookContract(known);

describe('a webhook of Zammad', () => {
  signedBodyContract(known);

  it('is signed with HMAC-SHA1 (RFC 2202, 3, test case 2)', () => {
    const body = Buffer.from('what do ya want for nothing?');
    const signature = 'sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79';
    expect(verifyWith(known, { 'x-hub-signature': signature }, body, ['Jefe'])).toEqual({
      ...{ ok: true, id: null, tickets: [] },
    });
  });
});
