// Whether counted traffic was counted as the promise over it asks: counts over 100 ms say nothing of 200 ms, and
// counts of failures nothing of time.
import { milliseconds } from '../time/duration.ts';
import { durationPattern, elapsedUnits } from './durations.ts';
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import type { Kinds } from './kinds.ts';
import { placesAt, valueAt } from './paths.ts';
import { such } from './rule.ts';

/** Sources of counted traffic that count something else than the objectives that name them. */
export function unfitThresholds(document: unknown, kinds: Kinds): Fault[] {
  const counted = thresholdsByName(document, kinds);
  return placesAt(document, 'spec.objectives[]').flatMap(({ path: at, value: objective }) => {
    const promised = valueAt(objective, ['indicator', 'threshold']) ?? null;
    if (!isReading(objective, kinds) || !isThreshold(promised)) return [];
    return placesAt(objective, 'indicator.sources[]').flatMap(({ path, value: source }) => {
      const over = counted.get(source);
      if (over === undefined || isSame(over, promised)) return [];
      return [faultAt(document, [...at, ...path], rule(over, promised))];
    });
  });
}

/** What the bad requests of each source took longer than; null where they are those that failed. */
function thresholdsByName(document: unknown, kinds: Kinds): Map<unknown, string | null> {
  const entries = placesAt(document, 'spec.sources[]').flatMap(({ value: source }) => {
    const kind = kinds.sources.find(({ type }) => type === valueAt(source, ['type']));
    const spec = kind?.spec.safeParse(valueAt(source, ['spec']));
    if (kind?.countsOver === undefined || spec?.success !== true) return [];
    return [[valueAt(source, ['name']), kind.countsOver(spec.data)] as const];
  });
  return new Map(entries);
}

/** Of other indicators it is said already that they cannot be counted. */
function isReading(objective: unknown, kinds: Kinds): boolean {
  const type = valueAt(objective, ['indicator', 'type']);
  return kinds.indicators.find((kind) => kind.type === type)?.reads?.includes('counts') === true;
}

function isThreshold(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && durationPattern(elapsedUnits).test(value));
}

function isSame(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return milliseconds(one) === milliseconds(other);
}

function rule(counted: string | null, promised: string | null): string {
  if (promised === null) {
    return such(
      `this source counts requests over ${counted} as bad, and the promise is about those that failed; ask it for those`,
      `bad: 'sum(increase(http_requests_total{code=~"5.."}[1h]))'`,
    );
  }
  const counts = counted === null ? 'failed requests' : `requests over ${counted}`;
  return such(
    `this source counts ${counts} as bad, and the promise is about those over ${promised}; give its histogram the threshold of the promise`,
    `threshold: ${promised}`,
  );
}
