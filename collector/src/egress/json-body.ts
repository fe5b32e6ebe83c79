// Reads a response's body as JSON. Servers may be hostile: the text has to be valid UTF-8, was capped
// before, and JSON.parse copes with any depth and gives `__proto__` no meaning.
import type { EgressResponse } from './request.ts';

export type JsonBody = { ok: true; value: unknown } | { ok: false; fault: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The document, or why there is none; the fault quotes nothing of the body. */
export function readJson({ body, truncated, headers }: EgressResponse): JsonBody {
  if (truncated) return { ok: false, fault: `the body is longer than ${body.length} bytes` };
  try {
    const value: unknown = JSON.parse(utf8.decode(body));
    return { ok: true, value };
  } catch {
    const coding = headers['content-encoding'] ?? 'identity';
    const why = coding === 'identity' ? '' : `; its content-encoding is ${coding}, which nobody asked for`;
    return { ok: false, fault: `the body is not JSON${why}` };
  }
}
