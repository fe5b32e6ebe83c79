// What a response has to be like for its sample to be ok: the `expect` of a spec. judge.ts holds a response
// against it.
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { bodyExpectation } from './body-expectation.ts';
import { headerExpectation } from './header-expectation.ts';
import { jsonExpectation } from './json-expectation.ts';
import { tlsExpectation } from './tls-expectation.ts';

const statusRule = such('a status is a number from 100 to 599 or a range of them', '200-299');

const range = z
  .string()
  .regex(/^[1-5]\d\d-[1-5]\d\d$/, { error: statusRule, abort: true })
  .refine((text) => text.slice(0, 3) <= text.slice(4), statusRule);

const status = z.union([z.int().min(100, statusRule).max(599, statusRule), range], statusRule);

/** By default any status of 200 to 299; every part that is given has to hold. */
export const expectation = part('expect has status, headers, body, json or tls', '{ status: [200-299] }', {
  status: list('status is a list of numbers and ranges', '[200-299]', status, 1).default(['200-299']),
  headers: headerExpectation.optional(),
  body: bodyExpectation.optional(),
  json: jsonExpectation.optional(),
  tls: tlsExpectation.optional(),
});

export type Expectation = z.output<typeof expectation>;
