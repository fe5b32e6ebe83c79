// JMESPath with the community's let-expressions (https://jmespath.site): expressions that files write, for documents
// that a desk sends. What a document holds can only be looked at, and only its own members.
import { compile, TreeInterpreter, type JSONValue } from '@jmespath-community/jmespath';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';

const longest = 1_000;

/**
 * What gives no more than it is given. The others repeat text as often as the desk says (`pad_left`, `replace`), look
 * for patterns (`trim`), or make members of names that it chose (`merge`, `from_items`, `group_by`).
 */
const functions = [
  ...['abs', 'avg', 'ceil', 'contains', 'ends_with', 'find_first', 'find_last', 'floor', 'items', 'join'],
  ...['keys', 'length', 'lower', 'map', 'max', 'max_by', 'min', 'min_by', 'not_null', 'reverse', 'sort'],
  ...[
    'sort_by',
    'split',
    'starts_with',
    'sum',
    'to_array',
    'to_number',
    'to_string',
    'type',
    'upper',
    'values',
  ],
];

/** An expression as files write it. */
export function jmespath(example: string) {
  const rule = such(`an expression is JMESPath of up to ${longest} characters`, example);
  return z
    .string(rule)
    .max(longest, { error: rule, abort: true })
    .superRefine((text, context) => {
      const fault = faultOf(text);
      if (fault !== null) context.addIssue({ code: 'custom', message: such(fault, example) });
    });
}

/** What an expression makes of a document; null where nothing is there. */
export type Search = (document: unknown) => unknown;

/**
 * Reads an expression once for many documents. The search throws an `Error` where a function or an operator is given
 * what it cannot work on; its words may quote the document.
 */
export function searchFor(expression: string): Search {
  const tree = compile(expression);
  return (document) => (isJson(document) ? TreeInterpreter.search(tree, document) : null);
}

/** Whatever JSON.parse gave is JSON; what is not there is undefined. */
function isJson(document: unknown): document is JSONValue {
  return document !== undefined;
}

function faultOf(text: string): string | null {
  try {
    const names = [...namesIn(compile(text))];
    const inherited = names.find(({ what, name }) => what === 'member' && name in Object.prototype);
    if (inherited !== undefined) return `"${inherited.name}" is no name of a member`;
    const unknown = names.find(({ what, name }) => what === 'function' && !functions.includes(name));
    if (unknown === undefined) return null;
    return `"${unknown.name}" is none of the functions ${functions.join(', ')}`;
  } catch (error) {
    return `an expression is JMESPath (${error instanceof Error ? error.message : String(error)})`;
  }
}

type Name = { what: 'function' | 'member'; name: string };

/** The names that an expression reads, writes and calls, wherever in it they stand. */
function* namesIn(node: unknown): Generator<Name> {
  if (typeof node !== 'object' || node === null) return;
  const { type, name, variable } = { type: null, name: null, variable: null, ...node };
  if (typeof name === 'string') yield { what: type === 'Function' ? 'function' : 'member', name };
  if (typeof variable === 'string') yield { what: 'member', name: variable };
  if (type === 'Literal') return;
  for (const part of Object.values(node)) yield* namesIn(part);
}
