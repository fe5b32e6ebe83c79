// What a response has to be like for its sample to be ok: the `expect` of a spec. judge.ts holds a response
// against it.
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { jsonPointer, pointerRule } from './json-pointer.ts';
import { tlsExpectation } from './tls-expectation.ts';

const statusRule = such('a status is a number from 100 to 599 or a range of them', '200-299');

const range = z
  .string()
  .regex(/^[1-5]\d\d-[1-5]\d\d$/, statusRule)
  .refine((text) => text.slice(0, 3) <= text.slice(4), statusRule);

const status = z.union([z.int().min(100, statusRule).max(599, statusRule), range], statusRule);

/** No objects and no patterns: a comparison that anybody can do by eye, in constant time. */
const scalar = z.union(
  [z.string(), z.number(), z.boolean(), z.null()],
  such('an expected value is text, a number, true, false or null', 'pass'),
);

const jsonRule = such('json has a value for each JSON pointer', '{ /status: pass }');

const json = z.record(jsonPointer('/status'), scalar, {
  error: ({ code }) => {
    if (code === 'invalid_key') return pointerRule('/status');
    return code === 'invalid_type' ? jsonRule : undefined;
  },
});

/** By default any status of 200 to 299; every part that is given has to hold. */
export const expectation = part('expect has status, json or tls', '{ status: [200-299] }', {
  status: list('status is a list of numbers and ranges', '[200-299]', status, 1).default(['200-299']),
  json: json.optional(),
  tls: tlsExpectation.optional(),
});

export type Expectation = z.output<typeof expectation>;
