import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { jira } from '@upheld/collector/webhooks/jira';
import { signedBodyContract, verifyWith, webhookContract, type SchemeCase } from '../../contracts/webhook.ts';

const known: SchemeCase = {
  scheme: jira,
  secrets: ["It's a Secret to Everybody", 'another one'],
  sign: (secret, body) => ({
    'x-hub-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    'x-atlassian-webhook-identifier': '5ef1b8a7',
  }),
  proofs: ['x-hub-signature'],
  id: ['x-atlassian-webhook-identifier', '5ef1b8a7'],
  naming: [
    [{ webhookEvent: 'jira:issue_updated', issue: { id: '10002', key: 'SUP-42' } }, 'SUP-42'],
    [{ webhookEvent: 'comment_created', comment: { id: '1' }, issue: { key: 'SUP-7' } }, 'SUP-7'],
  ],
  silent: [{ webhookEvent: 'project_updated', project: { key: 'SUP' } }],
  bodyOf: (ticket) => ({ issue: { key: ticket } }),
};

webhookContract(known);

describe('a webhook of Jira', () => {
  signedBodyContract(known);

  it('is signed as Atlassian documents it', () => {
    const signature = 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9';
    const body = Buffer.from('Hello World!');
    expect(
      verifyWith(known, { 'x-hub-signature': signature }, body, ["It's a Secret to Everybody"]),
    ).toMatchObject({ ok: true });
  });
});
