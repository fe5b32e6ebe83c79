// What every scheme of webhooks has to stand: whoever lacks the secret is refused, whatever else is right.
import { describe, expect, it } from 'vitest';
import { Secret } from '@upheld/collector/secrets';
import type { Verdict, WebhookScheme } from '@upheld/collector/webhooks/webhook';

export type SchemeCase = {
  scheme: WebhookScheme;
  /** Two that fit the scheme. */
  secrets: [string, string];
  /** The headers with which the desk sends `body` at `now`. */
  sign(secret: string, body: Buffer): Record<string, string>;
  /** Header by header, without which nothing is proved. */
  proofs: string[];
  /** The header of the delivery's id, and what it was signed with. */
  id: [header: string, value: string] | null;
  /** Bodies of the desk, each with the ticket that it names. */
  naming: [body: unknown, ticket: string][];
  /** Bodies that name none. */
  silent: unknown[];
  /** The same body naming `ticket` in the place of its own. */
  bodyOf(ticket: unknown): unknown;
};

/** 2026-11-21T10:00:00Z. */
export const now = Date.UTC(2026, 10, 21, 10);

export function verifyWith(
  { scheme }: Pick<SchemeCase, 'scheme'>,
  headers: Record<string, string>,
  body: Buffer,
  secrets: string[],
  at = now,
): Verdict {
  return scheme.verify(
    { headers: new Headers(headers), body },
    {
      terms: { scheme: scheme.name, secrets: [], ticket: '/ticket' },
      secrets: secrets.map((secret) => new Secret(secret)),
      now: at,
    },
  );
}

export const bytes = (document: unknown) => Buffer.from(JSON.stringify(document));

export function webhookContract(known: SchemeCase): void {
  const { scheme, sign, proofs } = known;
  const [secret, other] = known.secrets;
  const id = known.id?.[1] ?? null;
  const [named] = known.naming[0] ?? [{}];
  const body = bytes(named);
  const signed = sign(secret, body);
  const verify = (headers: Record<string, string>, sent = body, secrets = [secret]) =>
    verifyWith(known, headers, sent, secrets);
  const without = (name: string) =>
    Object.fromEntries(Object.entries(signed).filter(([header]) => header !== name));
  const refused = { ok: false, status: 401, words: expect.stringContaining('not signed') };

  describe(`the ${scheme.name} scheme, as every scheme,`, () => {
    it.each(known.naming)(
      'takes what is signed and gives the ticket that it names: %j',
      (document, ticket) => {
        const sent = bytes(document);
        expect(verify(sign(secret, sent), sent)).toEqual({ ok: true, id, tickets: [ticket] });
      },
    );

    it.each(known.silent)('takes what names no ticket: %j', (document) => {
      const sent = bytes(document);
      expect(verify(sign(secret, sent), sent)).toEqual({ ok: true, id, tickets: [] });
    });

    it.each(['', 'payload=%7B%7D', '{"a":', '{"a":1,"a":2}', '[[[[', 'null'])(
      'takes a signed body that is no document of its desk for one that names no ticket: %j',
      (text) => {
        const sent = Buffer.from(text);
        expect(verify(sign(secret, sent), sent)).toEqual({ ok: true, id, tickets: [] });
      },
    );

    it.each([
      '../../admin',
      'a/b',
      '%2e%2e',
      '..',
      '',
      ' 1',
      '1?x',
      'a'.repeat(65),
      1.5,
      {},
      [1],
      null,
      true,
    ])('gives no id that could lead anywhere else: %j', (ticket) => {
      const sent = bytes(known.bodyOf(ticket));
      expect(verify(sign(secret, sent), sent)).toMatchObject({ ok: true, tickets: [] });
    });

    it('takes either of two secrets', () => {
      expect(verify(signed, body, [other, secret])).toMatchObject({ ok: true });
      expect(verify(signed, body, [secret, other])).toMatchObject({ ok: true });
    });

    it('refuses what another secret made, and everything where there is none', () => {
      expect(verify(sign(other, body))).toEqual(refused);
      expect(verify(signed, body, [])).toEqual(refused);
    });

    it.each(proofs)('refuses what has no %s, an empty one or another', (header) => {
      const given = signed[header] ?? '';
      const changed = given.endsWith('0') ? `${given.slice(0, -1)}1` : `${given.slice(0, -1)}0`;
      expect(verify(without(header))).toEqual(refused);
      expect(verify({ ...signed, [header]: '' })).toEqual(refused);
      expect(verify({ ...signed, [header]: changed })).toEqual(refused);
      expect(verify({ ...signed, [header]: given.slice(0, -1) })).toEqual(refused);
      expect(verify({ ...signed, [header]: `x${given}` })).toEqual(refused);
    });

    it('says nothing of what was sent', () => {
      const words = JSON.stringify(verify(sign(other, body)));
      for (const part of [body.toString(), secret, ...Object.values(signed)]) {
        expect(words).not.toContain(part);
      }
    });
  });
}

/** For schemes that sign the body, as all do but one that sends its secret as it is. */
export function signedBodyContract({ secrets: [secret], sign, ...known }: SchemeCase): void {
  const body = Buffer.from('{ "issue": 1, "text": "caf\\u00e9" }');
  const signed = sign(secret, body);

  it.each([
    ['written anew', bytes(JSON.parse(body.toString()))],
    ['with another end of line', Buffer.concat([body, Buffer.from('\n')])],
    ['with one bit changed', Buffer.from(body.map((byte, index) => (index === 3 ? byte ^ 1 : byte)))],
    ['cut', body.subarray(0, -1)],
    ['empty', Buffer.alloc(0)],
  ])('refuses the body %s', (_, sent) => {
    expect(verifyWith(known, signed, sent, [secret])).toMatchObject({ ok: false, status: 401 });
    expect(verifyWith(known, signed, body, [secret])).toMatchObject({ ok: true });
  });
}
