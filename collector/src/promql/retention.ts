// How far back a Prometheus keeps its samples, as its runtime information tells (`storageRetention`).
import { z } from 'zod';

const schema = z.object({ data: z.object({ storageRetention: z.string() }) });

const hour = 3_600_000;
const lengths: Record<string, number> = {
  ...{ ms: 1, s: 1_000, m: 60_000, h: hour },
  ...{ d: 24 * hour, w: 7 * 24 * hour, y: 365 * 24 * hour },
};

/**
 * Milliseconds; null where none are told: other products answer without it, and `1GiB` limits bytes alone.
 * @example retentionMs({ data: { storageRetention: '1d12h or 1GiB' } }) // 129600000
 */
export function retentionMs(runtimeInformation: unknown): number | null {
  const told = schema.safeParse(runtimeInformation).data?.data.storageRetention ?? '';
  const duration = /^(?:\d{1,9}(?:ms|[smhdwy]))+(?= or |$)/.exec(told)?.[0];
  if (duration === undefined) return null;
  const parts = [...duration.matchAll(/(\d+)(ms|[smhdwy])/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (lengths[unit] ?? 0), 0);
}
