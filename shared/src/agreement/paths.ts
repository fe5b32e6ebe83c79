// Ways into a document that has not been read yet, or could not be read in full.
import type { Path } from './shown.ts';

/** What stands at `path`, undefined where nothing does. */
export function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => child(value, step), document);
}

/**
 * The document with `value` at `path`, and without what stood there where it is undefined. What is not on
 * the way stays the very same. An index just past the end of a list adds to it.
 */
export function withValueAt(document: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const inner = withValueAt(child(document, step), rest, value);
  if (Array.isArray(document) && typeof step === 'number') {
    return [...document.slice(0, step), ...(inner === undefined ? [] : [inner]), ...document.slice(step + 1)];
  }
  const others = Object.entries(isMapping(document) ? document : {}).filter(([key]) => key !== step);
  return Object.fromEntries(inner === undefined ? others : [...others, [step, inner]]);
}

/** A value and where it stands. */
export type Place = { path: Path; value: unknown };

/**
 * Every value that a pattern leads to: keys joined by dots, `[]` for the items of a list, `*` for the
 * entries of a mapping.
 * @example placesAt(document, 'spec.objectives[].indicator.sources[]')
 */
export function placesAt(document: unknown, pattern: string): Place[] {
  const steps = pattern
    .replaceAll('[]', '.[].')
    .split('.')
    .filter((step) => step !== '');
  return steps.reduce<Place[]>(
    (places, step) => places.flatMap((place) => follow(place, step)),
    [{ path: [], value: document }],
  );
}

function follow({ path, value }: Place, step: string): Place[] {
  return keysFor(value, step).flatMap((key) => {
    const next = child(value, key);
    return next === undefined ? [] : [{ path: [...path, key], value: next }];
  });
}

function keysFor(value: unknown, step: string): Path {
  if (step === '[]') return Array.isArray(value) ? [...value.keys()] : [];
  if (step === '*') return isMapping(value) ? Object.keys(value) : [];
  return [step];
}

function child(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return isMapping(value) && Object.hasOwn(value, step) ? value[String(step)] : undefined;
}

/** True for what YAML calls a mapping. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
