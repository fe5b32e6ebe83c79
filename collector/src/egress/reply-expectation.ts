// Which message is the reply that a conversation waits for: `expect.reply`.
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { parseJson } from './json-body.ts';
import { faultOfJson, jsonExpectation } from './json-expectation.ts';

const text = z.string().min(1).max(4000);

/** The whole text of the message, or what stands in it as JSON. */
export const replyExpectation = z.union(
  [text, jsonExpectation],
  such('a reply is text of up to 4000 characters, or a value for each JSON pointer', '{ /type: pong }'),
);

/** Whether `message` is the one. */
export function isExpected(expected: z.output<typeof replyExpectation>, message: Buffer): boolean {
  if (typeof expected === 'string') return message.equals(Buffer.from(expected));
  return faultOfJson(expected, parseJson(message.toString(), 'the reply')) === null;
}
