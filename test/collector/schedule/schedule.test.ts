import { describe, expect, it } from 'vitest';
import { slotPhase } from '@upheld/shared/time/slots';
import { firstSlot, keyOf, slotsFrom } from '@upheld/collector/schedule/schedule';

const api = { agreement: 'acme', source: 'api', everyMs: 60_000 };
const phase = slotPhase('acme', 'api', 60_000);

describe('the slots of a target', () => {
  it('begin at the asked instant where a slot lies there, else at the next one', () => {
    expect(firstSlot(api, phase + 120_000)).toBe(phase + 120_000);
    expect(firstSlot(api, phase + 120_001)).toBe(phase + 180_000);
    expect(firstSlot(api, phase + 119_999)).toBe(phase + 120_000);
  });

  it('are the same for every process that asks', () => {
    const instants = [0, 1, 59_999, 1_782_864_000_000, 1_782_864_031_415];
    for (const instant of instants) {
      const slot = firstSlot(api, instant);
      expect(slot).toBeGreaterThanOrEqual(instant);
      expect((slot - phase) % 60_000).toBe(0);
      expect(slot - instant).toBeLessThan(60_000);
    }
  });

  it('end before the end, which belongs to whoever comes next', () => {
    expect([...slotsFrom(api, phase, phase + 120_000)]).toEqual([phase, phase + 60_000]);
    expect([...slotsFrom(api, phase, phase)]).toEqual([]);
  });

  it('belong to the source and the agreement, whatever their names', () => {
    expect(keyOf({ ...api, everyMs: 1 })).toBe(keyOf(api));
    expect(keyOf({ ...api, agreement: 'a', source: 'b/c' })).not.toBe(
      keyOf({ ...api, agreement: 'a/b', source: 'c' }),
    );
  });
});
