import { describe, expect, it } from 'vitest';
import { webhookTerms } from '@upheld/collector/webhooks/terms';

const secrets = [{ env: 'SECRET' }];

function faultsOf(terms: ReturnType<typeof webhookTerms>, written: unknown): string[] {
  const { error } = terms.safeParse(written);
  return (error?.issues ?? []).map(({ path, message }) => [...path, message].join(': '));
}

describe('webhook of a spec', () => {
  it('is a scheme with one secret or two', () => {
    const two = [{ env: 'OLD' }, { file: 'new.txt' }];
    expect(webhookTerms('github').parse({ scheme: 'github', secrets })).toEqual({
      scheme: 'github',
      secrets,
    });
    expect(webhookTerms('github').parse({ scheme: 'github', secrets: two })).toMatchObject({ secrets: two });
  });

  it('says where a body names its ticket only where the scheme leaves that open', () => {
    expect(webhookTerms('standard').parse({ scheme: 'standard', secrets })).toMatchObject({
      ticket: '/ticket',
    });
    expect(webhookTerms('standard').parse({ scheme: 'standard', secrets, ticket: '/data/id' })).toMatchObject(
      { ticket: '/data/id' },
    );
    expect(faultsOf(webhookTerms('github'), { scheme: 'github', secrets, ticket: '/x' })).toEqual([
      'Unrecognized key: "ticket"',
    ]);
  });

  it.each<[unknown, string[]]>([
    [
      'github',
      ['webhook has a scheme and secrets, such as { scheme: github, secrets: [{ env: WEBHOOK_SECRET }] }'],
    ],
    [{ scheme: 'gitlab', secrets }, ['scheme: only github is known here, such as github']],
    [
      { scheme: 'github', secrets: [] },
      [
        'secrets: secrets are one, or two while one takes the place of the other, such as [{ env: WEBHOOK_SECRET }]',
      ],
    ],
    [
      { scheme: 'github', secrets: [...secrets, ...secrets, ...secrets] },
      [
        'secrets: secrets are one, or two while one takes the place of the other, such as [{ env: WEBHOOK_SECRET }]',
      ],
    ],
    [
      { scheme: 'github', secrets: ['hush'] },
      ['secrets: 0: a secret is a reference, never a value, such as { env: TOKEN }'],
    ],
  ])('is refused as %j with words that help', (written, faults) => {
    expect(faultsOf(webhookTerms('github'), written)).toEqual(faults);
  });
});
