import { describe, expect, it } from 'vitest';
import { createDeliveryIds } from '@upheld/collector/webhooks/delivery-ids';
import { fakeClock } from '../schedule/fake-clock.ts';

describe('the ids of deliveries', () => {
  it('are known for a day, by a clock that nobody sets', async () => {
    const clock = fakeClock(0);
    const ids = createDeliveryIds(clock);
    expect(ids.take('acme/tickets', 'a')).toBe(true);
    clock.step(48 * 3_600_000);
    expect(ids.take('acme/tickets', 'a')).toBe(false);
    await clock.advance(24 * 3_600_000);
    expect(ids.take('acme/tickets', 'a')).toBe(true);
  });

  it('are told apart by their source', () => {
    const ids = createDeliveryIds(fakeClock(0));
    expect(ids.take('acme/tickets', 'a')).toBe(true);
    expect(ids.take('acme/others', 'a')).toBe(true);
  });

  it('are 10,000 at most of each source: the oldest is forgotten first', () => {
    const ids = createDeliveryIds(fakeClock(0));
    ids.take('acme/others', 'first');
    for (let id = 0; id < 10_000; id += 1) expect(ids.take('acme/tickets', String(id))).toBe(true);
    expect(ids.take('acme/tickets', '0')).toBe(false);
    expect(ids.take('acme/tickets', 'one more')).toBe(true);
    expect(ids.take('acme/tickets', '9999')).toBe(false);
    expect(ids.take('acme/tickets', '1')).toBe(false);
    expect(ids.take('acme/tickets', '0')).toBe(true);
    expect(ids.take('acme/others', 'first')).toBe(false);
  });

  it('of sources that are gone are forgotten', () => {
    const ids = createDeliveryIds(fakeClock(0));
    ids.take('acme/tickets', 'a');
    ids.take('acme/others', 'a');
    ids.keepOnly(['acme/others']);
    expect(ids.take('acme/others', 'a')).toBe(false);
    expect(ids.take('acme/tickets', 'a')).toBe(true);
  });
});
