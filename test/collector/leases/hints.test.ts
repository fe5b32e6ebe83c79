import { describe, expect, it } from 'vitest';
import { noRelay, relayHints } from '@upheld/collector/leases/hints';
import type { SourceKey } from '@upheld/collector/store/store';
import { fakeClock, settled } from '../schedule/fake-clock.ts';

const desk = { agreement: 'acme', source: 'desk' };

function scene() {
  const clock = fakeClock(0);
  const errors: unknown[] = [];
  const worked: true[] = [];
  const passed: unknown[] = [];
  const given: unknown[] = [];
  const world: { waiting: (SourceKey & { tickets: string[] })[]; refusal: Error | null; asked: unknown[] } = {
    ...{ waiting: [], refusal: null, asked: [] },
  };
  const store = {
    putHint: async (...hint: unknown[]) => {
      if (world.refusal !== null) throw world.refusal;
      passed.push(hint);
    },
    takeHints: async (desks: readonly SourceKey[]) => {
      // As the thread of a real store takes it: what is a function, or has one, cannot be sent there.
      world.asked.push(structuredClone(desks));
      if (world.refusal !== null) throw world.refusal;
      return world.waiting.splice(0);
    },
  };
  const relay = relayHints(store, clock, {
    onError: (error) => errors.push(error),
    onWorked: () => worked.push(true),
  });
  return { clock, errors, worked, passed, given, world, relay };
}

describe('hints between processes', () => {
  it('are kept for whoever asks the desk, and one that is refused is said and forgotten', async () => {
    const { relay, passed, errors, world } = scene();
    relay.pass(desk, ['T-1']);
    await settled();
    world.refusal = new Error('the disk is full');
    relay.pass(desk, ['T-2']);
    await settled();
    expect(passed).toEqual([[desk, ['T-1']]]);
    expect(errors).toEqual([world.refusal]);
  });

  it('are looked for each second, also after the storage refused, until they are followed no more', async () => {
    const { relay, clock, given, errors, world } = scene();
    const stop = relay.follow(
      () => [desk],
      (...hint) => given.push(hint),
    );
    await settled();
    world.waiting.push({ ...desk, tickets: ['T-1'] });
    await clock.advance(1_000);
    expect(given).toEqual([[desk, ['T-1']]]);
    world.refusal = new Error('away');
    await clock.advance(1_000);
    world.refusal = null;
    world.waiting.push({ ...desk, tickets: [] });
    await clock.advance(1_000);
    expect(given).toEqual([
      [desk, ['T-1']],
      [desk, []],
    ]);
    expect(errors).toHaveLength(1);
    stop();
    const before = world.asked.length;
    await clock.advance(3_000);
    expect(world.asked).toHaveLength(before);
  });

  it('tell when the storage takes and gives them again, so that the log says that what failed is over', async () => {
    const { relay, clock, errors, worked, world } = scene();
    world.refusal = new Error('away');
    relay.pass(desk, ['T-1']);
    relay.follow(
      () => [desk],
      () => undefined,
    );
    await settled();
    expect([errors.length, worked.length]).toEqual([2, 0]);
    world.refusal = null;
    relay.pass(desk, ['T-1']);
    await settled();
    expect(worked).toHaveLength(1);
    await clock.advance(1_000);
    expect([errors.length, worked.length]).toEqual([2, 2]);
  });

  it('ask the storage by the names of desks alone, whatever else is known of them', async () => {
    const { relay, clock, given, errors, world } = scene();
    const known = { ...desk, kind: { read: () => 'what only this process can do' } };
    relay.follow(
      () => [known],
      (...hint) => given.push(hint),
    );
    world.waiting.push({ ...desk, tickets: ['T-1'] });
    await clock.advance(1_000);
    expect(errors).toEqual([]);
    expect(world.asked[0]).toEqual([desk]);
    expect(given).toEqual([[desk, ['T-1']]]);
  });

  it('are not asked for by a process that has no desk', async () => {
    const { relay, clock, given, world } = scene();
    relay.follow(
      () => [],
      (...hint) => given.push(hint),
    );
    await clock.advance(2_000);
    expect(world.asked).toEqual([]);
  });

  it('come to nothing where no other process is', () => {
    noRelay.pass(desk, ['T-1']);
    noRelay.follow(
      () => [desk],
      () => expect.fail('there are none'),
    )();
  });
});
