import { describe, expect, it } from 'vitest';
import { createPace } from '@upheld/collector/webhooks/pace';
import { fakeClock } from '../schedule/fake-clock.ts';

const desk = { agreement: 'acme', source: 'tickets' };
const other = { agreement: 'acme', source: 'others' };

/** The hints that were handed on, by their tickets; `look` where there are none. */
function paced() {
  const clock = fakeClock(0);
  const given: string[] = [];
  const pace = createPace(clock, ({ source }, tickets) =>
    given.push(`${source} ${tickets.join() || 'look'}`),
  );
  const give = (count: number, to = desk) => {
    for (let ticket = 0; ticket < count; ticket += 1) pace.give(to, [String(ticket)]);
  };
  return { clock, pace, given, give };
}

describe('the pace of hints', () => {
  it('lets 60 of a source through in a minute, and one look at the end of it for all others', async () => {
    const { clock, given, give } = paced();
    give(60);
    expect(given).toHaveLength(60);
    await clock.advance(10_000);
    give(1_000);
    expect(given).toHaveLength(60);
    await clock.advance(49_999);
    expect(given).toHaveLength(60);
    await clock.advance(1);
    expect(given.slice(60)).toEqual(['tickets look']);
    expect(clock.pending()).toBe(0);
  });

  it('begins anew with each minute', async () => {
    const { clock, given, give } = paced();
    give(61);
    await clock.advance(60_000);
    give(61);
    expect(given).toHaveLength(60 + 1 + 60);
    await clock.advance(60_000);
    expect(given).toHaveLength(60 + 1 + 60 + 1);
  });

  it('waits for nothing where little is told', async () => {
    const { clock, given, give } = paced();
    give(1);
    expect(given).toEqual(['tickets 0']);
    expect(clock.pending()).toBe(0);
    await clock.advance(120_000);
    expect(given).toHaveLength(1);
  });

  it('is kept for each source by itself', () => {
    const { given, give } = paced();
    give(61);
    give(1, other);
    expect(given.at(-1)).toBe('others 0');
  });

  it('hands on nothing once it is stopped', async () => {
    const { clock, pace, given, give } = paced();
    give(61);
    pace.stop();
    await clock.advance(120_000);
    expect(given).toHaveLength(60);
    expect(clock.pending()).toBe(0);
  });
});
