// Words for faults that a schema has no words of its own for. For unknown keys these are the keys there are.
import { z } from 'zod';
import { among } from './among.ts';
import { such } from './rule.ts';

const shapes: Record<string, string> = {
  string: such('text', '"words"'),
  number: such('a number', '1'),
  int: such('a whole number', '1'),
  boolean: such('true or false', 'true'),
  array: such('a list', '[one, two]'),
  object: such('a mapping', '{ key: value }'),
  record: such('a mapping', '{ key: value }'),
};

/** For `safeParse(value, { error: wording })`. */
export function wording(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return shapes[issue.expected];
    case 'invalid_value':
      return among(issue.values.map(String), issue.input);
    case 'unrecognized_keys':
      return knownKeys(issue.inst).join(', ');
    case 'too_small':
      return such(`at least ${issue.minimum}`, String(issue.minimum));
    case 'too_big':
      return such(`at most ${issue.maximum}`, String(issue.maximum));
    default:
      return undefined;
  }
}

function knownKeys(schema: unknown): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
