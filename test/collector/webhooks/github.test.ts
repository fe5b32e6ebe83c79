import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { github } from '@upheld/collector/webhooks/github';
import { signedBodyContract, verifyWith, webhookContract, type SchemeCase } from '../../contracts/webhook.ts';

const known: SchemeCase = {
  scheme: github,
  secrets: ["It's a Secret to Everybody", 'another one'],
  sign: (secret, body) => ({
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-github-event': 'issues',
  }),
  proofs: ['x-hub-signature-256'],
  id: ['x-github-delivery', '72d3162e-cc78-11e3-81ab-4c9367dc0958'],
  naming: [
    [{ action: 'opened', issue: { number: 1347, title: 'Found a bug' } }, '1347'],
    [{ action: 'created', issue: { number: 7 }, comment: { id: 1 } }, '7'],
  ],
  silent: [
    { zen: 'Keep it logically awesome.', hook_id: 1 },
    { action: 'created', issue: { number: 9, pull_request: { url: 'https://api.github.com/x' } } },
    { number: 5, pull_request: { number: 5 } },
  ],
  bodyOf: (ticket) => ({ issue: { number: ticket } }),
};

webhookContract(known);

describe('a webhook of GitHub', () => {
  signedBodyContract(known);

  it('is signed as GitHub documents it', () => {
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const body = Buffer.from('Hello, World!');
    expect(
      verifyWith(known, { 'x-hub-signature-256': signature }, body, ["It's a Secret to Everybody"]),
    ).toEqual({ ok: true, id: null, tickets: [] });
  });

  it('is not believed for the older signature with SHA-1', () => {
    const body = Buffer.from('{}');
    const signature = `sha1=${createHmac('sha1', 'another one').update(body).digest('hex')}`;
    for (const header of ['x-hub-signature', 'x-hub-signature-256']) {
      expect(verifyWith(known, { [header]: signature }, body, ['another one'])).toMatchObject({ ok: false });
    }
  });
});
