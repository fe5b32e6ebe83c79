// The indicator kinds that there are, one line each.
import { availability } from './availability.ts';
import { errorRate } from './error-rate.ts';
import type { IndicatorKind } from './indicator.ts';
import { latency } from './latency.ts';

export const indicatorKinds: readonly IndicatorKind[] = [availability, latency, errorRate];

/** The kind of a type; throws when an agreement names one that no reading of it would have let pass. */
export function indicatorKind(type: string): IndicatorKind {
  const kind = indicatorKinds.find((candidate) => candidate.type === type);
  if (kind !== undefined) return kind;
  const types = indicatorKinds.map((candidate) => candidate.type).join(', ');
  throw new RangeError(`got indicator type ${JSON.stringify(type)}; one of ${types}, such as availability`);
}
