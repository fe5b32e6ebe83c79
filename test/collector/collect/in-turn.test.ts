import { describe, expect, it } from 'vitest';
import { createInTurn } from '@upheld/collector/collect/in-turn';
import { settled } from '../schedule/fake-clock.ts';

describe('work under one key', () => {
  it('goes one after the other in the order in which it came, and beside that of others', async () => {
    const { next: inTurn } = createInTurn();
    const told: string[] = [];
    const gate = Promise.withResolvers<string>();
    const first = inTurn('desk', async () => {
      told.push('first begins');
      told.push(await gate.promise);
    });
    const second = inTurn('desk', async () => told.push('second'));
    const third = inTurn('desk', async () => told.push('third'));
    await inTurn('other', async () => told.push('other'));
    expect(told).toEqual(['first begins', 'other']);
    gate.resolve('first ends');
    await Promise.all([first, second, third]);
    expect(told).toEqual(['first begins', 'other', 'first ends', 'second', 'third']);
  });

  it('goes on where some of it failed, and tells who asked for it', async () => {
    const { next: inTurn } = createInTurn();
    const broken = inTurn('desk', () => Promise.reject(new Error('the disk is full')));
    const next = inTurn('desk', async () => 'done');
    await expect(broken).rejects.toThrow('the disk is full');
    expect(await next).toBe('done');
    await settled();
    expect(await inTurn('desk', async () => 'again')).toBe('again');
  });
});
