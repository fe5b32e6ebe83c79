import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { gitlab } from '@upheld/collector/webhooks/gitlab';
import {
  bytes,
  now,
  signedBodyContract,
  verifyWith,
  webhookContract,
  type SchemeCase,
} from '../../contracts/webhook.ts';

const bodies: Pick<SchemeCase, 'naming' | 'silent' | 'bodyOf'> = {
  naming: [
    [{ object_kind: 'issue', object_attributes: { id: 301, iid: 23, action: 'open' } }, '23'],
    [{ object_kind: 'work_item', object_attributes: { id: 302, iid: 24 } }, '24'],
    [{ object_kind: 'note', object_attributes: { id: 1241 }, issue: { id: 92, iid: 17 } }, '17'],
  ],
  silent: [
    { object_kind: 'merge_request', object_attributes: { id: 99, iid: 1 } },
    { object_kind: 'note', object_attributes: { id: 1244 }, merge_request: { iid: 1 } },
    { object_kind: 'push', ref: 'refs/heads/main' },
  ],
  bodyOf: (ticket) => ({ object_kind: 'issue', object_attributes: { iid: ticket } }),
};

const withToken: SchemeCase = {
  scheme: gitlab,
  secrets: ['a secret token', 'another one'],
  sign: (secret) => ({
    'x-gitlab-token': secret,
    'idempotency-key': 'f5e5f430-f57b-4e6e-9fac-d9128cd7232f',
    'x-gitlab-event': 'Issue Hook',
  }),
  proofs: ['x-gitlab-token'],
  id: ['idempotency-key', 'f5e5f430-f57b-4e6e-9fac-d9128cd7232f'],
  ...bodies,
};

/** Standard Webhooks' own vector of a secret. */
const signingToken = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const withSignature: SchemeCase = {
  scheme: gitlab,
  secrets: [signingToken, `whsec_${Buffer.from('twenty-four bytes of key').toString('base64')}`],
  sign(secret, body) {
    const sentAt = String(now / 1000);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signing = createHmac('sha256', key).update(`f5e5f430.${sentAt}.`).update(body);
    return {
      'webhook-id': 'f5e5f430',
      'webhook-timestamp': sentAt,
      'webhook-signature': `v1,${signing.digest('base64')}`,
      'idempotency-key': 'f5e5f430',
    };
  },
  proofs: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  id: ['webhook-id', 'f5e5f430'],
  ...bodies,
};

describe('with a secret token', () => webhookContract(withToken));

describe('with a signing token', () => {
  webhookContract(withSignature);
  signedBodyContract(withSignature);

  it('is not believed for a token beside a signature that is wrong', () => {
    const body = bytes({ object_kind: 'issue', object_attributes: { iid: 1 } });
    const headers = { ...withSignature.sign(signingToken, body), 'x-gitlab-token': signingToken };
    const other = bytes({ object_kind: 'issue', object_attributes: { iid: 2 } });
    expect(verifyWith(withSignature, headers, body, [signingToken])).toMatchObject({ ok: true });
    expect(verifyWith(withSignature, headers, other, [signingToken])).toMatchObject({
      ok: false,
      status: 401,
    });
  });

  it('is not believed for a signing token that is sent as it is', () => {
    const headers = { 'x-gitlab-token': signingToken };
    expect(verifyWith(withSignature, headers, bytes({}), [signingToken])).toMatchObject({ ok: false });
  });

  it('is judged by the token beside it where only that one is known here', () => {
    const body = bytes({ object_kind: 'issue', object_attributes: { iid: 1 } });
    const headers = { ...withSignature.sign(signingToken, body), 'x-gitlab-token': 'a secret token' };
    const both = ['a secret token', signingToken];
    const other = bytes({});
    expect(verifyWith(withSignature, headers, other, ['a secret token'])).toMatchObject({ ok: true });
    expect(verifyWith(withSignature, headers, other, both)).toMatchObject({ ok: false, status: 401 });
    expect(verifyWith(withSignature, headers, body, both)).toMatchObject({ ok: true, tickets: ['1'] });
  });

  it('is refused when it is old, whatever token stands beside it', () => {
    const body = bytes({});
    const headers = { ...withSignature.sign(signingToken, body), 'x-gitlab-token': signingToken };
    const later = now + 6 * 60_000;
    expect(verifyWith(withSignature, headers, body, [signingToken], later)).toMatchObject({
      ...{ ok: false, status: 400 },
    });
  });
});
