// What a body has to hold as text, XML or otherwise: `expect.body`. Texts are compared byte by byte in UTF-8,
// in time that grows with the body and no faster; no patterns.
import { text } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { z } from 'zod';
import { codingFault } from './content-coding.ts';
import type { EgressResponse } from './request.ts';

const example = '{ contains: ["<EntityDescriptor"] }';
const listRule = 'contains and lacks are lists of texts';

const texts = list(
  listRule,
  '["<EntityDescriptor"]',
  text('what a body is searched for', 'EntityDescriptor'),
  1,
);

export const bodyExpectation = part('body has contains or lacks', example, {
  contains: texts.optional(),
  lacks: texts.optional(),
}).refine(({ contains, lacks }) => contains !== undefined || lacks !== undefined, {
  error: such('body has contains or lacks', example),
});

type BodyExpectation = z.output<typeof bodyExpectation>;

/** The first thing that is not as expected, in words that quote nothing of the body; null where all is. */
export function faultOfBody(
  { contains = [], lacks = [] }: BodyExpectation,
  response: Pick<EgressResponse, 'body' | 'truncated' | 'headers'>,
): string | null {
  const { body, truncated } = response;
  const coding = codingFault(response);
  if (coding !== null) return coding;
  const cut = truncated ? ` in its first ${body.length} bytes, and no more is read` : '';
  const missing = contains.find((one) => !body.includes(one));
  if (missing !== undefined) return `the body does not contain ${JSON.stringify(missing)}${cut}`;
  const unwanted = lacks.find((one) => body.includes(one));
  if (unwanted !== undefined) return `the body contains ${JSON.stringify(unwanted)}`;
  if (!truncated || lacks.length === 0) return null;
  return `the body is longer than ${body.length} bytes: what it lacks cannot be told`;
}
