import { checkConfig } from '@upheld/collector/commands/check-config';
import { kinds } from '@upheld/collector/kinds';
import { describe, expect, it } from 'vitest';
import { folderOf } from './folders.ts';

const canary = 'canary-4f1d';

const agreement = (auth: string, url = 'https://api.acme.example/health') => `apiVersion: upheld/v1
kind: Agreement
metadata: { name: acme }
spec:
  effective: { from: 2026-01-01 }
  timeZone: Europe/Berlin
  parties:
    - { id: us, name: Our Company, people: { accountable: { name: Ina Weiss, email: ina@us.example } } }
    - { id: acme, name: Acme GmbH, people: { accountable: { name: Tom Falk, email: tom@acme.example } } }
  sources:
    - { name: api, type: http, spec: { url: "${url}", auth: ${auth} } }
`;

const settings = (channel: string) => `apiVersion: upheld/v1
kind: Settings
metadata: { name: settings }
spec: { channels: [${channel}] }
`;

const mistakes = {
  'a literal token': agreement(`{ type: bearer, token: ${canary} }`),
  'a literal in place of auth': agreement(canary),
  'a list of tokens': agreement(`{ type: bearer, token: [${canary}] }`),
  'a literal under env': agreement(`{ type: bearer, token: { env: "${canary}!" } }`),
  'a literal under value': agreement(`{ type: bearer, token: { value: ${canary} } }`),
  'a token of an unknown auth': agreement(`{ type: basic, user: ina, password: ${canary} }`),
  'a second token': agreement(`{ type: bearer, token: { env: TOKEN }, secret: ${canary} }`),
  'a tagged token': agreement(`{ type: bearer, token: !${canary} x }`),
  'an alias for a token': agreement(`{ type: bearer, token: *${canary} }`),
  'an unfinished token': agreement(`{ type: bearer, token: "${canary} } }`),
  'a token given twice': agreement(`{ type: bearer, token: ${canary}, token: ${canary} }`),
  'a password in a URL': agreement(
    '{ type: bearer, token: { env: T } }',
    `https://ina:${canary}@api.acme.example/`,
  ),
  'a token in the query of a faulty URL': agreement(
    '{ type: bearer, token: { env: T } }',
    `htps://api/?t=${canary}`,
  ),
  'a password in a URL without slashes': agreement(
    '{ type: bearer, token: { env: T } }',
    `https:ina:${canary}@api`,
  ),
  'a literal webhook secret': settings(
    `{ name: chat, type: webhook, for: [all], spec: { url: "https://chat.us.example", secret: ${canary} } }`,
  ),
  'a literal mail password': settings(
    `{ name: mail, type: email, for: [all], spec: { smtp: "smtp://m.example", from: a@b.example, password: ${canary} } }`,
  ),
  'a password in an SMTP server': settings(
    `{ name: mail, type: email, for: [all], spec: { smtp: "smtp://u:p/${canary}@m.example", from: a@b.example } }`,
  ),
};

describe('a secret written out', () => {
  it.each(Object.entries(mistakes))('is refused and never printed: %s', async (_, yaml) => {
    let printed = '';
    const write = (text: string) => void (printed += text);
    const folder = await folderOf({ 'acme.yaml': yaml });
    expect(await checkConfig([], { kinds, folder, now: () => 0, write, writeError: write })).toBe(1);
    expect(printed).toMatch(/^.+: got .+; .+, such as .+$/m);
    expect(printed).not.toContain(canary);
  });
});
