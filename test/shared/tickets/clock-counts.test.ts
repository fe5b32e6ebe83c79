import { percentage } from '@upheld/shared/exact/ratio';
import { countClocks, judgeClocks } from '@upheld/shared/tickets/clock-counts';
import { describe, expect, it } from 'vitest';

const ninety = { op: '>=', ratio: percentage('90%') } as const;

describe('decided clocks', () => {
  it('are counted by how they were decided; running, merged and deleted ones are not', () => {
    const states = ['met', 'met', 'missed', 'unknown', 'running', 'merged', 'deleted'] as const;
    expect(countClocks(states.map((state) => ({ state })))).toEqual({ met: 2, missed: 1, unknown: 1 });
  });

  it('meet a target that they reach exactly', () => {
    expect(judgeClocks({ met: 9, missed: 1, unknown: 0 }, ninety)).toBe('met');
  });

  it('miss it where not even the unknown ones could turn it', () => {
    expect(judgeClocks({ met: 8, missed: 2, unknown: 0 }, ninety)).toBe('missed');
    expect(judgeClocks({ met: 16, missed: 3, unknown: 1 }, ninety)).toBe('missed'); // 17 of 20
  });

  it('leave it open where the unknown ones decide, and where there are none', () => {
    expect(judgeClocks({ met: 8, missed: 1, unknown: 1 }, ninety)).toBe('undetermined');
    expect(judgeClocks({ met: 0, missed: 0, unknown: 0 }, ninety)).toBe('undetermined');
  });

  it('meet it with unknown ones that could not turn it', () => {
    expect(judgeClocks({ met: 9, missed: 0, unknown: 1 }, ninety)).toBe('met');
  });
});
