import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Secret } from '@upheld/collector/secrets';
import { standard } from '@upheld/collector/webhooks/standard';
import {
  bytes,
  now,
  signedBodyContract,
  verifyWith,
  webhookContract,
  type SchemeCase,
} from '../../contracts/webhook.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
const seconds = now / 1000;

function signedAt(
  sentAt: number | string,
  signingKey: Buffer,
  body: Buffer,
  id = 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
) {
  const signing = createHmac('sha256', signingKey).update(`${id}.${sentAt}.`).update(body);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(sentAt),
    'webhook-signature': `v1,${signing.digest('base64')}`,
  };
}

const known: SchemeCase = {
  scheme: standard,
  secrets: [secret, `whsec_${Buffer.from('twenty-four bytes of key').toString('base64')}`],
  sign: (text, body) => signedAt(seconds, Buffer.from(text.slice('whsec_'.length), 'base64'), body),
  proofs: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  id: ['webhook-id', 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W'],
  naming: [
    [{ ticket: 17 }, '17'],
    [{ ticket: 'INC-2026.17' }, 'INC-2026.17'],
  ],
  silent: [{ issue: 17 }],
  bodyOf: (ticket) => ({ ticket }),
};

webhookContract(known);

const verify = (headers: Record<string, string>, body: Buffer, secrets = [secret], at = now) =>
  verifyWith(known, headers, body, secrets, at);

describe('a Standard Webhook', () => {
  signedBodyContract(known);

  it('is signed as the libraries of Standard Webhooks test it', () => {
    const body = Buffer.from('{"test": 2432232314}');
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    expect(verify(headers, body, [secret], 1_614_265_330_000)).toEqual({
      ...{ ok: true, id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', tickets: [] },
    });
  });

  it('may have signatures of several secrets and of other versions, in any order', () => {
    const body = bytes({ ticket: 1 });
    const headers = signedAt(seconds, key, body);
    const signature = headers['webhook-signature'];
    const list = (text: string) => verify({ ...headers, 'webhook-signature': text }, body);
    expect(
      list(`v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZ ${signature}`),
    ).toMatchObject({ ok: true });
    expect(list(`${signature} v1,${'A'.repeat(43)}=`)).toMatchObject({ ok: true });
    expect(list(signature.replace('v1,', 'v2,'))).toMatchObject({ ok: false });
    expect(list(signature.replace('v1,', ''))).toMatchObject({ ok: false });
    expect(list(`${'v1,x '.repeat(8)}${signature}`)).toMatchObject({ ok: false });
  });

  it('has its id and its instant signed', () => {
    const body = bytes({ ticket: 1 });
    const headers = signedAt(seconds, key, body);
    expect(verify({ ...headers, 'webhook-id': 'msg_other' }, body)).toMatchObject({ ok: false, status: 401 });
    const later = { ...headers, 'webhook-timestamp': String(seconds + 1) };
    expect(verify(later, body)).toMatchObject({ ok: false, status: 401 });
  });

  it('is taken for five minutes', () => {
    const body = bytes({ ticket: 1 });
    const at = (sentAt: number) => verify(signedAt(sentAt, key, body), body);
    expect(at(seconds - 300)).toMatchObject({ ok: true });
    expect(at(seconds - 301)).toMatchObject({ ok: false, status: 400 });
    expect(at(seconds + 300)).toMatchObject({ ok: true });
    expect(at(seconds + 301)).toMatchObject({ ok: false, status: 401 });
  });

  it.each(['', 'now', '-1', '1e9', `${seconds}.5`, '2026-11-21T10:00:00Z', '9'.repeat(13)])(
    'is refused for the instant %j, though it is signed',
    (sentAt) => {
      const body = bytes({ ticket: 1 });
      expect(verify(signedAt(sentAt, key, body), body)).toMatchObject({ ok: false, status: 401 });
    },
  );

  it('is refused without an id, though it is signed', () => {
    const body = bytes({ ticket: 1 });
    expect(verify(signedAt(seconds, key, body, ''), body)).toMatchObject({ ok: false, status: 401 });
  });

  it('takes a secret without its prefix, and one without padding', () => {
    const body = bytes({ ticket: 1 });
    const padded = Buffer.from('a key of nineteen b').toString('base64');
    expect(padded).toMatch(/=$/);
    const headers = signedAt(seconds, Buffer.from('a key of nineteen b'), body);
    for (const text of [padded, padded.replace(/=+$/, ''), `whsec_${padded}`]) {
      expect(verify(headers, body, [text])).toMatchObject({ ok: true });
    }
  });

  it.each(['whsec_', 'whsec_ not base64', 'a secret'])('takes nothing for the secret %j', (text) => {
    const body = bytes({ ticket: 1 });
    for (const guess of [Buffer.alloc(0), Buffer.from(text), Buffer.from(text.slice(6), 'base64')]) {
      expect(verify(signedAt(seconds, guess, body), body, [text])).toMatchObject({ ok: false });
    }
  });

  it('names its ticket where the terms say', () => {
    const body = bytes({ data: { number: 4711 } });
    const proof = { secrets: [new Secret(secret)], now };
    const delivery = { headers: new Headers(signedAt(seconds, key, body)), body };
    const terms = { scheme: 'standard', secrets: [], ticket: '/data/number' };
    expect(standard.verify(delivery, { ...proof, terms })).toMatchObject({ tickets: ['4711'] });
  });
});
