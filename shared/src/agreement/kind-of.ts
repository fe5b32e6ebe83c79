// A mapping whose `type` names one of the kinds there are.
import { z } from 'zod';
import { among } from './among.ts';
import { isMapping } from './paths.ts';
import { such } from './rule.ts';

/** One schema per kind, told apart by `type`; another type is answered with the list of those there are. */
export function kindOf<Schema extends z.core.$ZodTypeDiscriminable>(
  kinds: readonly { type: string }[],
  schemas: readonly Schema[],
) {
  const [first, ...rest] = schemas;
  if (first === undefined) throw new TypeError('A schema needs at least one kind to choose from.');
  const types = kinds.map((kind) => kind.type).sort();
  const shapeRule = such('a mapping with a type', `{ type: ${types[0]} }`);
  return z.discriminatedUnion('type', [first, ...rest], {
    error: ({ input }) => (isMapping(input) ? among(types, input['type']) : shapeRule),
  });
}
