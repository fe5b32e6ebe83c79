// The two containers of an agreement: mappings that refuse unknown keys, and lists.
import { z } from 'zod';
import { such } from './rule.ts';

/** A mapping with these keys and no others. `rule` and `example` tell what stands here when it does not. */
export function part<Shape extends z.core.$ZodLooseShape>(rule: string, example: string, shape: Shape) {
  const sentence = such(rule, example);
  return z.strictObject(shape, { error: (issue) => (issue.code === 'invalid_type' ? sentence : undefined) });
}

/** A list of such items with at least `min` of them. */
export function list<Item extends z.ZodType>(rule: string, example: string, item: Item, min = 0) {
  const sentence = such(rule, example);
  return z.array(item, { error: sentence }).min(min, sentence);
}

/** A field that names another part of the agreement; references.ts checks that the part is there. */
export function reference(rule: string, example: string) {
  return z.string(such(rule, example));
}
