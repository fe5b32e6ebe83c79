// Reads JSON that a partner sent. Servers may be hostile: the text has to be valid UTF-8, was capped before,
// and JSON.parse copes with any depth and gives `__proto__` no meaning. Numbers are read as every reader of
// JSON reads them, as binary doubles (RFC 8259, section 6).
import { codingFault } from './content-coding.ts';
import { hasDuplicateMembers } from './json-members.ts';
import type { EgressResponse } from './request.ts';

export type JsonBody = { ok: true; value: unknown } | { ok: false; fault: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The document, or why there is none; the fault quotes nothing of the body. */
export function readJson(response: Pick<EgressResponse, 'body' | 'truncated' | 'headers'>): JsonBody {
  const { body, truncated } = response;
  const coding = codingFault(response);
  if (coding !== null) return { ok: false, fault: coding };
  if (truncated) return { ok: false, fault: `the body is longer than ${body.length} bytes` };
  return parse(() => utf8.decode(body), 'the body');
}

/** The same for a text that is no response; `what` begins the fault, such as `the reply`. */
export function parseJson(text: string, what: string): JsonBody {
  return parse(() => text, what);
}

function parse(read: () => string, what: string): JsonBody {
  try {
    const text = read();
    const value: unknown = JSON.parse(text);
    if (!hasDuplicateMembers(text, value)) return { ok: true, value };
    return { ok: false, fault: `${what} names a member of an object twice: readers disagree about it` };
  } catch {
    return { ok: false, fault: `${what} is not JSON` };
  }
}
