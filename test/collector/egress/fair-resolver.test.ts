import { describe, expect, it } from 'vitest';
import type { Resolve } from '@upheld/collector/egress/checked-lookup';
import { fairResolver } from '@upheld/collector/egress/fair-resolver';
import { fakeClock } from '../schedule/fake-clock.ts';

const bySystem = [{ address: '192.0.2.1', family: 4 }];
const byServers = [{ address: '192.0.2.2', family: 4 }];
const says = (code: string) => Object.assign(new Error(code), { code });

/** What the system's resolver takes for each name, in milliseconds, and finds: addresses unless an error. */
type System = (name: string) => { takesMs: number; error?: Error };

/** A resolver whose system has two threads, as Node's has; `servers` answer at once, evil ones after 5 s. */
function scene(
  system: System,
  servers: (name: string) => Error | null = () => null,
  second = says('ENOTFOUND'),
) {
  const clock = fakeClock(0);
  const asked: string[] = [];
  const most = { atOnce: 0, now: 0 };
  const ask: Resolve = async (name) => {
    asked.push(`system ${name}`);
    most.now += 1;
    most.atOnce = Math.max(most.atOnce, most.now);
    const { takesMs, error } = system(name);
    await new Promise<void>((resolve) => clock.setTimer(resolve, takesMs));
    most.now -= 1;
    if (error !== undefined) throw error;
    return bySystem;
  };
  const resolve = fairResolver(
    {
      system: ask,
      secondLook: () => Promise.reject(second),
      servers: async (name) => {
        asked.push(`servers ${name}`);
        const error = servers(name);
        if (name.startsWith('evil')) await new Promise<void>((resolve) => clock.setTimer(resolve, 5_000));
        if (error !== null) throw error;
        return byServers;
      },
    },
    clock,
  );
  /** Who answered, or the code of the error, and after how long. */
  const look = async (name: string) => {
    const startedAt = clock.monotonic();
    const answer = await resolve(name).then(
      (found) => (found === bySystem ? 'system' : 'servers'),
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : String(error)),
    );
    return `${String(answer)} after ${clock.monotonic() - startedAt} ms`;
  };
  return { clock, asked, most, look };
}

/** Lets time pass until all have been answered, and in any case for `ms`. */
async function after<T>(
  clock: { advance(ms: number): Promise<void> },
  ms: number,
  looked: Promise<T>,
): Promise<T> {
  await clock.advance(ms);
  return await looked;
}

describe('a name', () => {
  it('is looked up by the system, again and again, as long as that is quick', async () => {
    const { clock, asked, look } = scene(() => ({ takesMs: 1_000 }));
    expect(await after(clock, 1_000, look('api.example'))).toBe('system after 1000 ms');
    expect(await after(clock, 1_000, look('api.example'))).toBe('system after 1000 ms');
    expect(asked).toEqual(['system api.example', 'system api.example']);
  });

  it('that was slow is looked up by its servers from then on, which holds no thread', async () => {
    const { clock, asked, look } = scene(() => ({ takesMs: 1_001 }));
    expect(await after(clock, 1_001, look('slow.example'))).toBe('system after 1001 ms');
    expect(await look('slow.example')).toBe('servers after 0 ms');
    expect(await look('slow.example')).toBe('servers after 0 ms');
    expect(asked).toEqual(['system slow.example', 'servers slow.example', 'servers slow.example']);
  });

  it('that was slow is not asked for twice where its servers fail', async () => {
    const { clock, asked, look } = scene(
      () => ({ takesMs: 30_000, error: says('EAI_AGAIN') }),
      () => says('ETIMEOUT'),
    );
    expect(await after(clock, 30_000, look('slow.example'))).toBe('EAI_AGAIN after 30000 ms');
    expect(await look('slow.example')).toBe('ETIMEOUT after 0 ms');
    expect(asked).toEqual(['system slow.example', 'servers slow.example']);
  });

  it.each([
    ['addresses, such as those of a file', undefined, 'system'],
    ['no such name either', says('ENOTFOUND'), 'ENOTFOUND'],
    ['a failure', says('EAI_AGAIN'), 'EAI_AGAIN'],
  ])(
    'that was slow and that its servers do not know is asked of the system, which has %s',
    async (_what, error, expected) => {
      let takesMs = 1_001;
      const { clock, look } = scene(
        () => ({ takesMs, ...(error && { error }) }),
        () => says('ENOTFOUND'),
      );
      await after(clock, 1_001, look('slow.example'));
      takesMs = 10;
      expect(await after(clock, 10, look('slow.example'))).toBe(`${expected} after 10 ms`);
    },
  );

  it('that was slow is the system’s again once that was quick', async () => {
    let takesMs = 1_001;
    const { clock, asked, look } = scene(
      () => ({ takesMs }),
      () => says('ENODATA'),
    );
    await after(clock, 1_001, look('db.corp'));
    takesMs = 10;
    await after(clock, 10, look('db.corp'));
    await after(clock, 10, look('db.corp'));
    expect(asked).toEqual(['system db.corp', 'servers db.corp', 'system db.corp', 'system db.corp']);
  });

  it('that the system does not know gets a second look', async () => {
    const unknown = () => ({ takesMs: 10, error: says('ENOTFOUND') });
    const agrees = scene(unknown);
    expect(await after(agrees.clock, 10, agrees.look('no.example'))).toBe('ENOTFOUND after 10 ms');
    const fails = scene(unknown, () => null, says('ESERVFAIL'));
    expect(await after(fails.clock, 10, fails.look('no.example'))).toBe('RESOLVER after 10 ms');
    expect(fails.asked).toEqual(['system no.example']);
  });
});

describe('names that keep others waiting', () => {
  const evil = Array.from({ length: 100 }, (_, index) => `evil-${index}.example`);
  const system: System = (name) => ({ takesMs: name.startsWith('evil') ? 30_000 : 20 });

  it('hold both threads, and no more, while others are answered by the servers after half a second', async () => {
    const { clock, asked, most, look } = scene(system);
    const all = evil.map((name) => look(name));
    const victim = look('api.example');
    await clock.advance(500);
    expect(await victim).toBe('servers after 500 ms');
    expect(asked.slice(0, 2)).toEqual(['system evil-0.example', 'system evil-1.example']);
    expect(asked).toHaveLength(2 + 98 + 1);
    await clock.advance(29_500);
    const answers = await Promise.all(all);
    expect(answers.filter((answer) => answer === 'system after 30000 ms')).toHaveLength(2);
    expect(answers.filter((answer) => answer === 'servers after 5500 ms')).toHaveLength(98);
    expect(most.atOnce).toBe(2);
    // Nobody stands in line any more, and both threads are free.
    expect(await after(clock, 20, look('api.example'))).toBe('system after 20 ms');
    expect(clock.pending()).toBe(0);
    // By now all of them are known to be slow, whoever was asked: from here on nobody has to wait for them.
    const again = evil.map((name) => look(name));
    expect(await after(clock, 20, look('api.example'))).toBe('system after 20 ms');
    await clock.advance(5_000);
    expect(new Set(await Promise.all(again))).toEqual(new Set(['servers after 5000 ms']));
  });

  it('are slow by their own time, not by that of others before them', async () => {
    const { clock, look } = scene((name) => ({ takesMs: name === 'api.example' ? 900 : 400 }));
    const all = ['a.example', 'b.example', 'api.example'].map((name) => look(name));
    await clock.advance(400);
    // Only the lookup itself is waited for: nobody's patience ends any more.
    expect(clock.pending()).toBe(1);
    await clock.advance(900);
    expect(await Promise.all(all)).toEqual([
      'system after 400 ms',
      'system after 400 ms',
      'system after 1300 ms',
    ]);
    expect(await after(clock, 900, look('api.example'))).toBe('system after 900 ms');
  });

  it('make a name that the servers do not know wait for a thread for 30 s, and then we cannot tell', async () => {
    const { clock, look } = scene(
      (name) => ({ takesMs: name.startsWith('evil') ? 60_000 : 20 }),
      (name) => (name === 'gone.example' ? says('ENOTFOUND') : null),
    );
    const all = evil.slice(0, 2).map((name) => look(name));
    const gone = look('gone.example');
    await clock.advance(30_500);
    expect(await gone).toBe('RESOLVER after 30500 ms');
    await clock.advance(29_500);
    await Promise.all(all);
  });

  it('are remembered up to a thousand, and of more the last ones', async () => {
    const { clock, asked, look } = scene(() => ({ takesMs: 1_001 }));
    for (let index = 0; index < 1_001; index += 1) await after(clock, 1_001, look(`slow-${index}.example`));
    asked.length = 0;
    const both = ['slow-0.example', 'slow-1.example'].map((name) => look(name));
    await clock.advance(1_001);
    await Promise.all(both);
    expect(asked.toSorted()).toEqual(['servers slow-1.example', 'system slow-0.example']);
  });
});
