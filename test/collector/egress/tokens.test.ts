// Tokens under a clock that a test moves: how often an endpoint is asked, and what is said when it fails.
import { describe, expect, it } from 'vitest';
import { EgressError } from '@upheld/collector/egress';
import type { EgressRequest, EgressResponse } from '@upheld/collector/egress';
import type { Proof } from '@upheld/collector/egress/auth/auth';
import { createTokens } from '@upheld/collector/egress/tokens';
import { fakeClock, settled } from '../schedule/fake-clock.ts';

const request = { url: 'https://id.lumen.example/token?tenant=canary', method: 'POST', body: 'grant' };
const endpoint = 'the token endpoint https://id.lumen.example/token';

type Answer = EgressResponse | EgressError | Promise<EgressResponse>;

function response(status: number, body: unknown, headers: Record<string, string> = {}): EgressResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    ...{ status, headers, body: Buffer.from(text), truncated: false, latencyMs: 1, totalMs: 1 },
    ...{ reused: false, phases: {}, tls: null },
  };
}

const token = (name: string, expiresIn?: unknown) =>
  response(200, { access_token: name, token_type: 'Bearer', expires_in: expiresIn });

/** Tokens from an endpoint that gives `answers` one after the other. */
function scene(answers: Answer[]) {
  const clock = fakeClock(0);
  const asked: EgressRequest[] = [];
  const egress = {
    request: async (one: EgressRequest) => {
      asked.push(one);
      const answer = await answers[asked.length - 1];
      if (answer === undefined) throw new Error('Nothing more was to be asked.');
      if (answer instanceof EgressError) throw answer;
      return answer;
    },
  };
  const tokens = createTokens({ clock });
  const prove = (deadlineMs = 10_000, change: object = {}, url = 'https://api.lumen.example/health') =>
    tokens.prove({ ...request, ...change }, { deadlineMs, egress, url });
  /** The proof for `url`, which refuses it. */
  const refusedBy = async (url: string) => {
    const proof = await prove(10_000, {}, url);
    if (proof.ok) proof.refused();
    return told(proof);
  };
  return { clock, asked, prove, refusedBy };
}

const told = (proof: Proof) => (proof.ok ? proof.headers['authorization'] : proof.words);
const failed = (code: string, phase: 'connect' | 'tls' | 'dns' | null) =>
  new EgressError(code, `${code} happened`, { phase, phases: {} });

describe('a token', () => {
  it('is asked for once and then kept', async () => {
    const { asked, prove, clock } = scene([token('one', 3600)]);
    expect(told(await prove())).toBe('Bearer one');
    await clock.advance(3_000_000);
    expect(told(await prove())).toBe('Bearer one');
    expect(asked).toEqual([{ ...request, deadlineMs: 10_000 }]);
  });

  // 3,600 s: a tenth is 360 s. 100 s: at least 30 s. 40 s: not before its half. Nothing said: 300 s less 30 s.
  it.each([
    [3_600, 3_240],
    [100, 70],
    [40, 20],
    [undefined, 270],
    ['3600', 270],
    [-5, 270],
    [1e300, 77_760],
  ])('that says it is good for %s s is renewed after %s s', async (lifetime, seconds) => {
    const { asked, prove, clock } = scene([token('one', lifetime), token('two', 3600)]);
    await prove();
    await clock.advance(seconds * 1_000 - 1);
    expect(told(await prove())).toBe('Bearer one');
    await clock.advance(1);
    expect(told(await prove())).toBe('Bearer two');
    expect(asked).toHaveLength(2);
  });

  it('is asked for once, however many wait for it', async () => {
    const answer = Promise.withResolvers<EgressResponse>();
    const { asked, prove } = scene([answer.promise]);
    const waiting = Array.from({ length: 50 }, () => prove());
    await settled();
    answer.resolve(token('one', 3600));
    expect((await Promise.all(waiting)).map(told)).toEqual(Array(50).fill('Bearer one'));
    expect(asked).toHaveLength(1);
  });

  it('is waited for by those who come later, whatever else is asked meanwhile', async () => {
    const answer = Promise.withResolvers<EgressResponse>();
    const { asked, prove } = scene([answer.promise, token('two', 3600)]);
    const first = prove();
    expect(told(await prove(10_000, { body: 'other' }))).toBe('Bearer two');
    const later = prove();
    await settled();
    answer.resolve(token('one', 3600));
    expect([told(await first), told(await later)]).toEqual(['Bearer one', 'Bearer one']);
    expect(asked).toHaveLength(2);
  });

  it('is another one for another request', async () => {
    const { prove } = scene([token('one', 3600), token('two', 3600)]);
    expect(told(await prove())).toBe('Bearer one');
    expect(told(await prove(10_000, { body: 'other' }))).toBe('Bearer two');
    expect(told(await prove())).toBe('Bearer one');
  });

  it('that the partner refused later than five minutes after its issue is replaced at once', async () => {
    const { prove, clock } = scene([token('one', 3600), token('two', 3600)]);
    const proof = await prove();
    await clock.advance(300_001);
    if (proof.ok) proof.refused();
    const next = await prove();
    expect(told(next)).toBe('Bearer two');
    // The refusal of the first one comes again, late.
    if (proof.ok) proof.refused();
    expect(told(await prove())).toBe('Bearer two');
  });

  it('that is still good is sent where a new one cannot be had, and not a moment longer', async () => {
    const { prove, clock, asked } = scene([token('one', 100), response(503, ''), response(503, '')]);
    await prove();
    await clock.advance(98_000);
    expect(told(await prove())).toBe('Bearer one');
    await clock.advance(1_999);
    expect(told(await prove())).toBe('Bearer one');
    expect(asked).toHaveLength(2);
    await clock.advance(1);
    expect(told(await prove())).toBe(`${endpoint} answered with status 503; it is asked again 5 s later`);
  });
});

describe('a token that is refused soon after its issue', () => {
  const words = (seconds: number) =>
    `${endpoint} gave a token that the API refused; it is asked again ${seconds} s later`;
  const [health, orders] = ['https://api.lumen.example/health', 'https://api.lumen.example/orders'];

  it('is replaced after 5 s, then twice as long each time, up to 5 minutes', async () => {
    const given = Array.from({ length: 9 }, (_, index) => token(`token-${index}`, 3600));
    const { refusedBy, clock, asked } = scene(given);
    for (const [index, seconds] of [5, 10, 20, 40, 80, 160, 300, 300].entries()) {
      expect(await refusedBy(health)).toBe(`Bearer token-${index}`);
      expect(await refusedBy(health)).toBe(words(seconds));
      await clock.advance(seconds * 1_000 - 1);
      expect(await refusedBy(health)).toBe(words(seconds));
      expect(asked).toHaveLength(index + 1);
      await clock.advance(1);
    }
  });

  it('costs no more where forty sources refuse it', async () => {
    const { refusedBy, clock, asked } = scene([token('one', 3600), token('two', 3600)]);
    const all = async () => {
      for (let source = 0; source < 40; source += 1) await refusedBy(`${health}/${source}`);
    };
    await all();
    await clock.advance(4_999);
    await all();
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    await all();
    expect(asked).toHaveLength(2);
  });

  it('is not replaced sooner because it ends within a second', async () => {
    const given = ['one', 'two', 'three'].map((name) => token(name, 1));
    const { refusedBy, clock, asked } = scene(given);
    await refusedBy(health);
    await clock.advance(4_999);
    expect(await refusedBy(health)).toBe(words(5));
    await clock.advance(1);
    expect(await refusedBy(health)).toBe('Bearer two');
    await clock.advance(9_999);
    expect(await refusedBy(health)).toBe(words(10));
    expect(asked).toHaveLength(2);
  });

  it('is remembered beyond its end, should somebody ask something new meanwhile', async () => {
    const { prove, refusedBy, clock } = scene([token('one', 1), token('other', 3600), token('two', 1)]);
    await refusedBy(health);
    await clock.advance(4_999);
    await prove(10_000, { body: 'other' });
    expect(await refusedBy(health)).toBe(words(5));
  });

  it('is still sent to those who accept it', async () => {
    const { prove, refusedBy } = scene([token('one', 3600)]);
    await refusedBy(health);
    expect(told(await prove(10_000, {}, orders))).toBe('Bearer one');
  });

  it('begins anew after one that was good for longer', async () => {
    const { prove, refusedBy, clock } = scene(['one', 'two', 'three'].map((name) => token(name, 36_000)));
    expect(await refusedBy(health)).toBe('Bearer one');
    await clock.advance(5_000);
    expect(told(await prove())).toBe('Bearer two');
    await clock.advance(300_001);
    // Withdrawn: another one is asked for at once, and the pauses of before are over.
    expect(await refusedBy(health)).toBe('Bearer two');
    expect(await refusedBy(health)).toBe('Bearer three');
    expect(await refusedBy(health)).toBe(words(5));
  });
});

describe('an endpoint that fails', () => {
  it.each([
    [response(503, 'canary'), 'answered with status 503'],
    [response(302, '', { location: 'https://canary.example/' }), 'answered with status 302'],
    [response(401, { error: 'canary' }), 'answered with status 401'],
    [response(200, 'canary'), 'gave no readable JSON'],
    [{ ...token('canary'), truncated: true }, 'gave no readable JSON'],
    [response(200, ['canary']), 'gave no usable access_token of type bearer'],
    [response(200, { access_token: 'canary' }), 'gave no usable access_token of type bearer'],
    [
      response(200, { access_token: 'canary', token_type: 'mac' }),
      'gave no usable access_token of type bearer',
    ],
    [
      response(200, { access_token: 'can\r\nary', token_type: 'bearer' }),
      'gave no usable access_token of type bearer',
    ],
    [response(200, { access_token: '', token_type: 'bearer' }), 'gave no usable access_token of type bearer'],
    [response(200, { access_token: 7, token_type: 'bearer' }), 'gave no usable access_token of type bearer'],
    [
      response(200, '{"__proto__":{"access_token":"canary","token_type":"bearer"}}'),
      'gave no usable access_token of type bearer',
    ],
    [failed('ECONNREFUSED', 'connect'), 'gave no answer: ECONNREFUSED'],
    [failed('CERT_HAS_EXPIRED', 'tls'), 'gave no answer: CERT_HAS_EXPIRED'],
    [failed('DEADLINE', 'connect'), 'gave no complete answer within 10000 ms'],
  ])('is named, and nothing of its answer is (%#)', async (answer, words) => {
    const { prove } = scene([answer]);
    expect(await prove()).toEqual({ ok: false, words: `${endpoint} ${words}; it is asked again 5 s later` });
  });

  it('is left alone for 5 s, then twice as long each time, up to 5 minutes', async () => {
    const down = Array.from({ length: 9 }, () => response(503, ''));
    const { prove, clock, asked } = scene([...down, token('one', 3600), response(503, '')]);
    for (const [index, seconds] of [5, 10, 20, 40, 80, 160, 300, 300].entries()) {
      const words = `${endpoint} answered with status 503; it is asked again ${seconds} s later`;
      expect(told(await prove())).toBe(words);
      await clock.advance(seconds * 1_000 - 1);
      expect(told(await prove())).toBe(words);
      expect(asked).toHaveLength(index + 1);
      await clock.advance(1);
    }
    await prove();
    await clock.advance(300_000);
    expect(told(await prove())).toBe('Bearer one');
    // What failed before is over: the next failure is the first again.
    await clock.advance(3_600_000);
    expect(told(await prove())).toContain('it is asked again 5 s later');
  });

  it.each([
    ['120', 120],
    ['9999', 3_600],
    ['Sat, 21 Nov 2026 12:01:00 GMT', 60],
  ])(
    'is left alone for as long as it asks with Retry-After: %s, at most for an hour',
    async (after, seconds) => {
      const headers = { 'retry-after': after, date: 'Sat, 21 Nov 2026 12:00:00 GMT' };
      const { prove, clock } = scene([response(429, '', headers), token('one', 3600)]);
      expect(told(await prove())).toContain(`it is asked again ${seconds} s later`);
      await clock.advance(seconds * 1_000 - 1);
      expect((await prove()).ok).toBe(false);
      await clock.advance(1);
      expect(told(await prove())).toBe('Bearer one');
    },
  );

  it('is told apart from what failed on our side, after which it is asked at once', async () => {
    const { prove } = scene([
      failed('POLICY', null),
      failed('EAI_AGAIN', 'dns'),
      failed('ENETUNREACH', 'connect'),
      failed('NO_ROOM', null),
      token('one', 3600),
    ]);
    for (const code of ['POLICY', 'EAI_AGAIN', 'ENETUNREACH', 'NO_ROOM']) {
      expect(told(await prove())).toBe(`${endpoint} could not be asked: ${code}: ${code} happened`);
    }
    expect(told(await prove())).toBe('Bearer one');
  });

  it('that there was no room to ask leaves the slot overloaded: no secret has to be renewed', async () => {
    const { prove } = scene([failed('NO_ROOM', null)]);
    expect(await prove()).toEqual({
      ...{ ok: false, reason: 'overloaded' },
      words: `${endpoint} could not be asked: NO_ROOM: NO_ROOM happened`,
    });
  });

  it('is forgotten when nobody has asked it for 5 minutes and somebody asks something new', async () => {
    const down = response(503, '');
    const { prove, clock } = scene([down, token('one', 3600), down, token('two', 3600), down]);
    const asks = async (body: string) => told(await prove(10_000, { body }));
    await asks('old secret');
    await clock.advance(304_999);
    await asks('new secret');
    expect(await asks('old secret')).toContain('10 s later');
    await clock.advance(310_000);
    await asks('newer secret');
    expect(await asks('old secret')).toContain(' 5 s later');
  });

  it('that does not accept our certificate is left alone too', async () => {
    const alert = failed('CREDENTIALS', 'tls');
    const { prove } = scene([alert]);
    expect(told(await prove())).toMatch(/could not be asked: CREDENTIALS: .*; it is asked again 5 s later$/);
    expect((await prove()).ok).toBe(false);
  });
});

describe('who waits for a token', () => {
  it('leaves at its own deadline; those who have more time get the answer', async () => {
    const answer = Promise.withResolvers<EgressResponse>();
    const { prove, clock, asked } = scene([answer.promise]);
    const patient = prove(10_000);
    const hasty = prove(500);
    await clock.advance(500);
    expect(told(await hasty)).toBe(`${endpoint} gave no token within 500 ms`);
    answer.resolve(token('one', 3600));
    expect(told(await patient)).toBe('Bearer one');
    expect(asked).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });

  it('gets the time of the most patient when the endpoint is asked the next time', async () => {
    const { prove, clock, asked } = scene([response(503, ''), token('one', 3600)]);
    await prove(10_000);
    await clock.advance(5_000);
    expect(told(await prove(500))).toBe('Bearer one');
    expect(asked.map(({ deadlineMs }) => deadlineMs)).toEqual([10_000, 10_000]);
    expect(clock.pending()).toBe(0);
  });
});
