import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Secret } from '@upheld/collector/secrets';
import { createWebhooks } from '@upheld/collector/webhooks/receiving';
import type { WebhookSource } from '@upheld/collector/webhooks/sources';
import { fakeClock } from '../schedule/fake-clock.ts';

/** 2026-11-21T10:00:00Z. */
const start = Date.UTC(2026, 10, 21, 10);
const hour = 3_600_000;

const desk = { agreement: 'acme', source: 'tickets' };
const source: WebhookSource = {
  ...desk,
  terms: { scheme: 'github', secrets: [{ env: 'OLD' }, { env: 'NEW' }] },
};

/** Deliveries of GitHub are taken for acme/tickets; `environment` holds its secrets. */
function listening(environment: Record<string, string> = { OLD: 'old', NEW: 'new' }) {
  const clock = fakeClock(start);
  const seen = { hints: [] as string[], outcomes: [] as string[], errors: [] as string[] };
  const webhooks = createWebhooks({
    secret: (reference) => {
      const text = 'env' in reference ? environment[reference.env] : undefined;
      return text === undefined ? null : new Secret(text);
    },
    clock,
    hint: ({ agreement, source: name }, tickets) => seen.hints.push(`${agreement}/${name} ${tickets.join()}`),
    onDelivery: (from, outcome) => seen.outcomes.push(`${from?.source ?? 'nobody'} ${outcome}`),
    onError: (what, error) => seen.errors.push(`${what}: ${String(error)}`),
  });
  webhooks.follow([source]);
  const deliver = (number: number, id: string | null, secret = 'new', to = desk) => {
    const body = Buffer.from(JSON.stringify({ issue: { number, title: 'canary' } }));
    const headers = new Headers({
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      ...(id === null ? {} : { 'x-github-delivery': id }),
    });
    return webhooks.receptionOf(to)?.take({ headers, body });
  };
  return { webhooks, clock, environment, deliver, ...seen };
}

describe('deliveries of a desk', () => {
  it('make us read the tickets that they name, and nothing else', () => {
    const { deliver, hints, outcomes } = listening();
    expect(deliver(7, 'a')).toEqual({ ok: true });
    expect(hints).toEqual(['acme/tickets 7']);
    expect(outcomes).toEqual(['tickets accepted']);
  });

  it('come to nothing where they are not signed, and are counted', () => {
    const { deliver, hints, outcomes, errors } = listening();
    expect(deliver(7, 'a', 'guessed')).toMatchObject({ ok: false, status: 401 });
    expect([hints, outcomes, errors]).toEqual([[], ['tickets refused'], []]);
  });

  it('are taken once, though they come again within a day', async () => {
    const { deliver, hints, outcomes, clock } = listening();
    deliver(7, 'a');
    expect(deliver(7, 'a')).toEqual({ ok: true });
    await clock.advance(24 * hour - 1);
    expect(deliver(7, 'a')).toEqual({ ok: true });
    expect(hints).toEqual(['acme/tickets 7']);
    await clock.advance(1);
    deliver(7, 'a');
    expect(hints).toEqual(['acme/tickets 7', 'acme/tickets 7']);
    expect(outcomes).toEqual(
      ['accepted', 'duplicate', 'duplicate', 'accepted'].map((word) => `tickets ${word}`),
    );
  });

  it('that were refused leave no trace: the same id is taken once it is signed', () => {
    const { deliver, hints } = listening();
    deliver(7, 'a', 'guessed');
    deliver(7, 'a');
    expect(hints).toEqual(['acme/tickets 7']);
  });

  it('without an id are each a hint', () => {
    const { deliver, hints } = listening();
    deliver(7, null);
    deliver(7, null);
    expect(hints).toEqual(['acme/tickets 7', 'acme/tickets 7']);
  });

  it('may be signed with either secret, and with a new one as soon as it is there', () => {
    const { deliver, environment } = listening({ OLD: 'old' });
    expect(deliver(1, 'a', 'old')).toEqual({ ok: true });
    expect(deliver(1, 'b', 'new')).toMatchObject({ ok: false, status: 401 });
    environment['NEW'] = 'new';
    expect(deliver(1, 'c', 'new')).toEqual({ ok: true });
  });

  it('cannot be verified where no secret is there: the log says where it is missing, and no answer does', () => {
    const { deliver, hints, errors, outcomes } = listening({});
    const taken = deliver(7, 'a');
    expect(taken).toEqual({
      ok: false,
      status: 503,
      words: 'Deliveries of this source cannot be verified now',
    });
    expect(errors).toEqual([
      'webhooks of acme/tickets: Error: there is no secret for the scheme github in the environment variable OLD or the environment variable NEW: no delivery can be verified',
    ]);
    expect([hints, outcomes]).toEqual([[], ['tickets refused']]);
  });

  it.each(['not base64', 'whsec_'])('cannot be verified with the secret %j of a standard webhook', (text) => {
    const { webhooks, deliver, errors } = listening({ OLD: text });
    webhooks.follow([{ ...source, terms: { ...source.terms, scheme: 'standard' } }]);
    expect(deliver(7, 'a')).toMatchObject({ ok: false, status: 503 });
    expect(errors).toEqual([expect.stringContaining('no secret for the scheme standard')]);
    expect(errors.join()).not.toContain(text);
  });

  it('are taken for the sources that are followed, and for no others', () => {
    const { webhooks, deliver, hints, outcomes } = listening();
    for (const to of [
      { agreement: 'acme', source: 'other' },
      { agreement: 'beta', source: 'tickets' },
      { agreement: 'acme/tickets', source: '' },
    ]) {
      expect(deliver(7, 'a', 'new', to)).toBe(undefined);
    }
    webhooks.follow([]);
    expect(deliver(7, 'a')).toBe(undefined);
    expect(hints).toEqual([]);
    expect(new Set(outcomes)).toEqual(new Set(['nobody unknown']));
  });

  it('of one source say nothing of another', () => {
    const { webhooks, deliver, hints } = listening();
    const other = { ...source, source: 'others' };
    webhooks.follow([source, other]);
    deliver(7, 'a');
    deliver(7, 'a', 'new', other);
    expect(hints).toEqual(['acme/tickets 7', 'acme/others 7']);
  });

  it('are remembered over a reload that keeps their source', () => {
    const { webhooks, deliver, outcomes } = listening();
    deliver(7, 'a');
    webhooks.follow([source]);
    deliver(7, 'a');
    expect(outcomes.at(-1)).toBe('tickets duplicate');
  });

  it('that cannot be read are counted as refused', () => {
    const { webhooks, outcomes } = listening();
    webhooks.receptionOf(desk)?.unread();
    expect(outcomes).toEqual(['tickets refused']);
  });
});
