// What keys of a source's spec say against each other, whatever else is wrong with the spec.
import type { z } from 'zod';
import { faultAt, pathOf } from './fault.ts';
import type { Fault } from './fault.ts';
import type { Kinds } from './kinds.ts';
import { placesAt, valueAt } from './paths.ts';

/** The rules between keys of a spec that it breaks, where its schema does not tell of them. */
export function contradictions(document: unknown, kinds: Kinds): Fault[] {
  return placesAt(document, 'spec.sources[]').flatMap(({ path, value: source }) => {
    const kind = kinds.sources.find(({ type }) => type === valueAt(source, ['type']));
    if (kind?.together === undefined) return [];
    const spec = valueAt(source, ['spec']);
    const told = new Set(rulesBroken(kind.spec, spec).map(keyOf));
    return rulesBroken(kind.together, spec)
      .filter((issue) => !told.has(keyOf(issue)))
      .map((issue) => faultAt(document, [...path, 'spec', ...pathOf(issue)], issue.message));
  });
}

/** What is wrong with a key by itself has another code. */
function rulesBroken(schema: z.ZodType, spec: unknown): z.core.$ZodIssue[] {
  const { error } = schema.safeParse(spec);
  return error?.issues.filter(({ code }) => code === 'custom') ?? [];
}

function keyOf(issue: z.core.$ZodIssue): string {
  return `${pathOf(issue).join('.')} ${issue.message}`;
}
