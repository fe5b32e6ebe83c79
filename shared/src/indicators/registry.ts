// The indicator kinds that there are, one line each.
import { availability } from './availability.ts';
import { capacity } from './capacity.ts';
import { errorRate } from './error-rate.ts';
import { firstResponse } from './first-response.ts';
import { freshness } from './freshness.ts';
import type { IndicatorKind } from './indicator.ts';
import { latency } from './latency.ts';
import { resolution } from './resolution.ts';
import { updateCadence } from './update-cadence.ts';

/** Those that an objective may name. */
export const indicatorKinds: readonly IndicatorKind[] = [
  availability,
  latency,
  errorRate,
  freshness,
  capacity,
];

/** Those of support, which a severity promises by its fields. */
export const supportKinds: readonly IndicatorKind[] = [firstResponse, updateCadence, resolution];

/** The kind of a type; throws when an agreement names one that no reading of it would have let pass. */
export function indicatorKind(type: string): IndicatorKind {
  const kinds = [...indicatorKinds, ...supportKinds];
  const kind = kinds.find((candidate) => candidate.type === type);
  if (kind !== undefined) return kind;
  const types = kinds.map((candidate) => candidate.type).join(', ');
  throw new RangeError(`got indicator type ${JSON.stringify(type)}; one of ${types}, such as availability`);
}
