// What a JSON document has to hold: `expect.json`, by JSON pointer. No patterns: each comparison can be
// done by eye, in constant time.
import { operator } from '@upheld/shared/agreement/fields';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import type { JsonBody } from './json-body.ts';
import { jsonPointer, pointerRule, valueAt } from './json-pointer.ts';

const valueRule = such(
  'an expected value is text, a number, true, false or null, { op: "<", value: 100 } or { present: true }',
  'pass',
);

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Holds for numbers only. */
const comparison = z.strictObject({ op: operator, value: z.number() });

/** Whether anything stands there, null included. */
const presence = z.strictObject({ present: z.boolean() });

const expected = z.union([scalar, comparison, presence], valueRule);

type Expected = z.output<typeof expected>;

const rule = such('json has a value for each JSON pointer', '{ /status: pass }');

export const jsonExpectation = z.record(jsonPointer('/status'), expected, {
  error: ({ code }) => {
    if (code === 'invalid_key') return pointerRule('/status');
    return code === 'invalid_type' ? rule : undefined;
  },
});

/** The first thing that is not as expected, in words that quote no text of `json`; null where all is. */
export function faultOfJson(terms: z.output<typeof jsonExpectation>, json: JsonBody): string | null {
  if (!json.ok) return json.fault;
  for (const [pointer, value] of Object.entries(terms)) {
    const got = valueAt(json.value, pointer);
    if (!holds(value, got)) return `${pointer}: got ${shown(got)}; expected ${wanted(value)}`;
  }
  return null;
}

function holds(value: Expected, got: unknown): boolean {
  if (typeof value !== 'object' || value === null) return got === value;
  if ('present' in value) return (got !== undefined) === value.present;
  return typeof got === 'number' && Number.isFinite(got) && compares(got, value);
}

function compares(got: number, { op, value }: z.output<typeof comparison>): boolean {
  switch (op) {
    case '<':
      return got < value;
    case '<=':
      return got <= value;
    case '>':
      return got > value;
    case '>=':
      return got >= value;
  }
}

function wanted(value: Expected): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if ('present' in value) return value.present ? 'anything' : 'nothing';
  return `a number ${value.op} ${value.value}`;
}

/** Text is never quoted: it may be anything, our own token or a person's data included. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return 'other text';
  return typeof value === 'object' && value !== null ? 'an object or a list' : String(value);
}
