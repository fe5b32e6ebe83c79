// Where notices go. Each kind of channel has a schema of its own for `spec`.
import { z } from 'zod';
import { email, httpUrl, name, secretReference, text } from './fields.ts';
import { kindOf } from './kind-of.ts';
import { list, part, reference } from './part.ts';
import { such } from './rule.ts';

const smtpRule = such(
  'an SMTP server starts with smtp:// or smtps:// and holds no password',
  'smtp://mail.us.example:587',
);

const specs = {
  webhook: part('a webhook has a URL and a secret', '{ url: "https://...", secret: { env: CHAT_SECRET } }', {
    url: httpUrl('https://chat.us.example/hooks/upheld'),
    secret: secretReference.optional(),
  }),
  email: part('mail has a server and a sender', '{ smtp: "smtp://...", from: upheld@us.example }', {
    smtp: z.string(smtpRule).regex(/^smtps?:\/\/[^/?#@\s]+$/, smtpRule),
    from: email('upheld@us.example'),
    user: text('a user name', 'upheld').optional(),
    password: secretReference.optional(),
  }),
  alertmanager: part('an Alertmanager has a URL', '{ url: "https://alertmanager.us.example" }', {
    url: httpUrl('https://alertmanager.us.example'),
  }),
};

const kinds = Object.keys(specs).map((type) => ({ type }));

const schemas = Object.entries(specs).map(([type, spec]) =>
  z.strictObject({
    name: name('chat'),
    type: z.literal(type),
    for: list(
      'for is a list of bodies',
      '[working-group]',
      reference('a body is named as in an agreement', 'steering'),
      1,
    ),
    spec,
  }),
);

export const channels = list(
  'channels are a list',
  '[{ name: chat, type: webhook, ... }]',
  kindOf(kinds, schemas),
).default([]);
