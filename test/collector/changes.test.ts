import { describe, expect, it } from 'vitest';
import { changes } from '@upheld/collector/changes';

describe('changes', () => {
  it('reach everybody who listens, in their order', () => {
    const live = changes<number>();
    const heard: [string, number][] = [];
    live.subscribe((change) => heard.push(['one', change]));
    live.subscribe((change) => heard.push(['two', change]));
    live.publish(1);
    live.publish(2);
    expect(heard).toEqual([
      ['one', 1],
      ['two', 1],
      ['one', 2],
      ['two', 2],
    ]);
  });

  it('no longer reach who left, even while they are told', () => {
    const live = changes<number>();
    const heard: number[] = [];
    const leave = live.subscribe((change) => {
      heard.push(change);
      leave();
    });
    live.publish(1);
    live.publish(2);
    expect(heard).toEqual([1]);
  });
});
