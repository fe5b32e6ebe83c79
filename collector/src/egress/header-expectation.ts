// What the headers of a response have to be: `expect.headers`, by name in any case. No patterns.
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { headerName, headerValue } from './headers.ts';

const valueRule = such(
  'an expected header is its whole value, { contains: TEXT } or { present: true }',
  'application/json',
);

const part = z.strictObject({ contains: headerValue.min(1) });
const presence = z.strictObject({ present: z.boolean() });
const expected = z.union([headerValue, part, presence], valueRule);

type Expected = z.output<typeof expected>;

const nameRule = such('a header of a response is a name of HTTP', 'content-type');
const rule = such('headers has a value for each name', '{ content-type: application/json }');

export const headerExpectation = z.record(headerName(nameRule), expected, {
  error: ({ code }) => {
    if (code === 'invalid_key') return nameRule;
    return code === 'invalid_type' ? rule : undefined;
  },
});

/**
 * The first header that is not as expected, in words that quote no value of `headers`; null where all are.
 * A header that came more than once has its values joined with a comma.
 */
export function faultOfHeaders(
  terms: z.output<typeof headerExpectation>,
  headers: Record<string, string>,
): string | null {
  for (const [name, value] of Object.entries(terms)) {
    const got = Object.entries(headers).find(([known]) => known === name.toLowerCase())?.[1];
    if (holds(value, got)) continue;
    return `header ${name}: got ${got === undefined ? 'nothing' : 'other text'}; expected ${wanted(value)}`;
  }
  return null;
}

function holds(value: Expected, got: string | undefined): boolean {
  if (typeof value === 'string') return got === value;
  if ('present' in value) return (got !== undefined) === value.present;
  return got?.includes(value.contains) === true;
}

function wanted(value: Expected): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if ('present' in value) return value.present ? 'anything' : 'nothing';
  return `${JSON.stringify(value.contains)} in it`;
}
