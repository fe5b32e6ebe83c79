import { describe, expect, it } from 'vitest';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { watchAmendments } from '@upheld/collector/amendments';
import { anAgreement } from '../builders/agreement.ts';
import { fakeClock } from './schedule/fake-clock.ts';

const minute = 60_000;
const day = 1_440 * minute;
/** 2026-07-16 in Berlin begins at 22:00 UTC of the day before. */
const midnight = Date.UTC(2026, 6, 15, 22);

const amendedAt = (...instants: number[]) =>
  anAgreement({
    amended: instants.map((from, index) => ({ name: `acme-a${index + 1}`, from, terms: anAgreement() })),
  });

/** A watch that began at `startAt`; what it told, each with the instant at which it did. */
function scene(startAt: number, ...first: Agreement[]) {
  const clock = fakeClock(startAt);
  const delays: number[] = [];
  const told: [number, string[]][] = [];
  let agreements = first;
  const stop = watchAmendments({
    clock: {
      ...clock,
      setTimer: (callback, delayMs) => {
        delays.push(delayMs);
        return clock.setTimer(callback, delayMs);
      },
    },
    agreements: () => agreements,
    onTurn: (begun) => told.push([clock.now(), begun.map(({ amendment }) => amendment)]),
  });
  const reload = (...next: Agreement[]) => {
    agreements = next;
  };
  return { clock, delays, told, reload, stop };
}

describe('watching for amendments', () => {
  it('tells of each at its very instant, and of nothing in between', async () => {
    const { clock, told } = scene(midnight - 90_500, amendedAt(midnight, midnight + 2 * minute));
    await clock.advance(90_499);
    expect(told).toEqual([]);
    await clock.advance(1);
    expect(told).toEqual([[midnight, ['acme-a1']]]);
    await clock.advance(10 * minute);
    expect(told.slice(1)).toEqual([[midnight + 2 * minute, ['acme-a2']]]);
  });

  it('tells of two agreements that change at one instant at once', async () => {
    const { clock, told } = scene(midnight - 1, amendedAt(midnight), amendedAt(midnight));
    await clock.advance(1);
    expect(told).toEqual([[midnight, ['acme-a1', 'acme-a1']]]);
  });

  it('says nothing of what was in force when it began', async () => {
    const { clock, told } = scene(midnight, amendedAt(midnight));
    await clock.advance(5 * minute);
    expect(told).toEqual([]);
  });

  it('never waits for longer than a minute, because a timer of more than 2^31 ms fires at once', async () => {
    const { clock, delays, told } = scene(midnight - 90 * day, amendedAt(midnight));
    await clock.advance(5 * minute);
    expect(Math.max(...delays)).toBe(minute);
    expect(told).toEqual([]);
  });

  it('knows the amendments that a reload brought', async () => {
    const { clock, told, reload } = scene(midnight - 3 * minute, anAgreement());
    await clock.advance(minute);
    reload(amendedAt(midnight));
    await clock.advance(2 * minute);
    expect(told).toEqual([[midnight, ['acme-a1']]]);
  });

  it('catches up after a machine that slept, and turns back with a clock that is set back', async () => {
    const { clock, told } = scene(midnight - 30 * minute, amendedAt(midnight));
    clock.step(60 * minute);
    await clock.advance(minute);
    expect(told).toEqual([[midnight + 31 * minute, ['acme-a1']]]);
    clock.step(-60 * minute);
    await clock.advance(minute);
    expect(told.slice(1)).toEqual([[midnight - 28 * minute, []]]);
  });

  it('tells when an agreement begins and ends, and when its desks are no longer read', async () => {
    // In Berlin, 1 July 2026 begins at 22:00 UTC of the day before, and 31 July ends at 22:00 UTC.
    const [begins, ends] = [Date.UTC(2026, 5, 30, 22), Date.UTC(2026, 6, 31, 22)];
    const july = anAgreement({
      effective: { from: '2026-07-01', until: '2026-07-31' },
      timeZone: 'Europe/Berlin',
    });
    for (const instant of [begins, ends, ends + 45 * day]) {
      const { clock, told, stop } = scene(instant - 90_500, july);
      await clock.advance(10 * minute);
      expect(told).toEqual([[instant, []]]);
      stop();
    }
  });

  it('goes by the end that an amendment gave', async () => {
    const july = anAgreement({
      effective: { from: '2026-07-01', until: '2026-07-15' },
      timeZone: 'Europe/Berlin',
    });
    const longer = { ...july, effective: { from: '2026-07-01', until: '2026-07-31' } };
    const agreement = { ...july, amended: [{ name: 'acme-a1', from: midnight - day, terms: longer }] };
    // 15 July ends at `midnight`: it would have been the end.
    const { clock, told } = scene(midnight - 2 * minute, agreement);
    await clock.advance(10 * minute);
    expect(told).toEqual([]);
  });

  it('leaves no timer behind when it is stopped', async () => {
    const { clock, told, stop } = scene(midnight - minute, amendedAt(midnight));
    stop();
    await clock.advance(5 * minute);
    expect({ told, waiting: clock.pending() }).toEqual({ told: [], waiting: 0 });
  });
});
