import { describe, expect, it } from 'vitest';
import { watchControls } from '@upheld/collector/collect/watch-controls';
import { fakeClock, settled } from '../schedule/fake-clock.ts';

/** A watch whose looks end as `look` does, how many there were, and what was said of them. */
function watching(look: () => Promise<void> = async () => undefined) {
  const clock = fakeClock(0);
  const errors: unknown[] = [];
  const counter = { looks: 0 };
  const counted = () => {
    counter.looks += 1;
    return look();
  };
  const onError = (what: string, error: unknown) => void errors.push([what, error]);
  const leave = watchControls({ controls: () => ({ look: counted }), clock, onError });
  return { clock, errors, counter, leave };
}

describe('the watch of our controls', () => {
  it('asks them at once and then each minute', async () => {
    const { clock, counter, leave } = watching();
    expect(counter.looks).toBe(1);
    await clock.advance(59_999);
    expect(counter.looks).toBe(1);
    await clock.advance(1);
    expect(counter.looks).toBe(2);
    await leave();
  });

  it('ends after the look that is under way', async () => {
    const under = Promise.withResolvers<undefined>();
    const { clock, counter, leave } = watching(() => under.promise);
    let isOver = false;
    const leaving = leave().then(() => (isOver = true));
    await settled();
    expect(isOver).toBe(false);
    under.resolve(undefined);
    await leaving;
    await clock.advance(600_000);
    expect(counter.looks).toBe(1);
    expect(clock.pending()).toBe(0);
  });

  it('goes on after a defect, and says so', async () => {
    const defect = new Error('a defect');
    const { clock, errors, counter, leave } = watching(() => Promise.reject(defect));
    await clock.advance(60_000);
    expect(counter.looks).toBe(2);
    expect(errors).toEqual([
      ['controls', defect],
      ['controls', defect],
    ]);
    await leave();
  });
});
