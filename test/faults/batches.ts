// Batches of samples that both who writes them and who looks for them can tell from their number alone.
import type { NewSample } from '@upheld/collector/store/store';

const hourMs = 3_600_000;

/**
 * Six hours of a day long over, whenever this is played: they are sealed while more comes for them. All of the day is:
 * PostgreSQL lets go of whole days.
 */
const begin = Date.UTC(2026, 6, 1);
const hours = 6;
export const closedUntil = begin + 24 * hourMs;

export const rows = 50;
const stepMs = 5;

/** The slots of a batch: all in one hour, no two batches share any. */
export function slotsOf(number: number): number[] {
  const place = Math.floor(number / hours) * rows;
  const hour = begin + (number % hours) * hourMs;
  return Array.from({ length: rows }, (_, row) => hour + (place + row) * stepMs);
}

export const batch = (number: number): NewSample[] =>
  slotsOf(number).map((at, row) =>
    row % 10 === 0
      ? {
          ...place(at),
          outcome: 'bad',
          reason: 'timeout',
          latencyMs: null,
          detail: { error: `batch ${number}` },
        }
      : { ...place(at), outcome: 'ok', reason: null, latencyMs: latencyOf(number) },
  );

/** Latencies tell batches apart. */
export const latencyOf = (number: number): number => (number % 1000) + 0.5;

const place = (at: number) => ({ agreement: 'acme', source: 'api', vantage: 'main', at });
