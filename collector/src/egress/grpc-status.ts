// The statuses of gRPC and what they say about an attempt (measurement.md section 2).
import type { Outcome } from '@upheld/shared/facts/sample';

/** By their numbers. */
const names = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

type Name = (typeof names)[number];

/** About us, or about what the agreement asks for, rather than about the service. */
const notMeasured: Partial<Record<Name, 'credentials' | 'rate-limited' | 'policy'>> = {
  PERMISSION_DENIED: 'credentials',
  UNAUTHENTICATED: 'credentials',
  RESOURCE_EXHAUSTED: 'rate-limited',
  UNIMPLEMENTED: 'policy',
};

/** The name of a status; its number where it has none. */
export function nameOfCode(code: number): string {
  return names[code] ?? `status ${code}`;
}

/** What a status other than OK makes of an attempt that took `latencyMs`. */
export function outcomeOfCode(code: number, latencyMs: number): Outcome {
  const name = names[code];
  const ours = name === undefined ? undefined : notMeasured[name];
  if (ours !== undefined) return { outcome: 'unmeasured', reason: ours, latencyMs: null };
  return { outcome: 'bad', reason: name === 'DEADLINE_EXCEEDED' ? 'timeout' : 'status', latencyMs };
}
