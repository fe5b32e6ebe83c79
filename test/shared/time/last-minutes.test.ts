import { lastScheduledMinutes } from '@upheld/shared/time/last-minutes';
import { countMinutes, scheduledMinutes } from '@upheld/shared/time/scheduled-minutes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCalendar, anyInstant } from './any.ts';
import { at, between, businessHours } from './calendars.ts';

const MINUTE = 60_000;
const halfPastNine = at('2026-06-08T09:30:00-04:00');

describe('the last scheduled minutes', () => {
  it('reach back over the weekend: 60 of them at 09:30 on Monday begin on Friday at 16:30', () => {
    expect(lastScheduledMinutes(businessHours, 60, halfPastNine, 0)).toEqual(
      between('2026-06-05T16:30:00-04:00', '2026-06-08T09:30:00-04:00'),
    );
  });

  it('may begin where service hours open', () => {
    expect(lastScheduledMinutes(businessHours, 30, halfPastNine, 0)).toEqual(
      between('2026-06-08T09:00:00-04:00', '2026-06-08T09:30:00-04:00'),
    );
    // 30 on Monday and 480 on Friday.
    expect(lastScheduledMinutes(businessHours, 510, halfPastNine, 0).start).toBe(
      at('2026-06-05T09:00:00-04:00'),
    );
  });

  it('are whole minutes that have elapsed, and none before the first instant that counts', () => {
    const [now, from] = [halfPastNine + 59_999, halfPastNine - 20 * MINUTE + 1];
    expect(lastScheduledMinutes(businessHours, 60, now, from)).toEqual({
      start: halfPastNine - 19 * MINUTE,
      end: halfPastNine,
    });
  });

  it('are none where nothing that counts has elapsed', () => {
    const nothing = { start: halfPastNine, end: halfPastNine };
    expect(lastScheduledMinutes(businessHours, 60, halfPastNine, halfPastNine)).toEqual(nothing);
    expect(lastScheduledMinutes(businessHours, 60, halfPastNine, halfPastNine + 5 * MINUTE)).toEqual(nothing);
  });

  it('are none where none is asked for', () => {
    expect(lastScheduledMinutes(businessHours, 0, halfPastNine, 0)).toEqual({
      start: halfPastNine,
      end: halfPastNine,
    });
  });

  it('are as many as were asked for, the first one scheduled, or all there are', () => {
    const anyLength = fc.nat(100 * 86_400_000);
    const anyCount = fc.integer({ min: 1, max: 5_000 });
    fc.assert(
      fc.property(anyCalendar(), anyCount, anyInstant, anyLength, (calendar, count, from, length) => {
        const { start, end } = lastScheduledMinutes(calendar, count, from + length, from);
        const minutesFrom = (instant: number) =>
          countMinutes(scheduledMinutes(calendar, { start: instant, end }));
        const available = minutesFrom(Math.ceil(from / MINUTE) * MINUTE);
        expect(minutesFrom(start)).toBe(Math.min(count, available));
        if (available >= count) expect(minutesFrom(start + MINUTE)).toBe(count - 1);
      }),
    );
  });
});
