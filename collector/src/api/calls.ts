// What routes that partners call have in common: bodies that are bounded, and an answer to whoever is not heard.
import type { Context } from 'hono';
import { problemResponse, type ProblemStatus } from './problem.ts';

/** `long` at the first chunk that is too much, `cut` where the caller hung up or was too slow. */
export type TakenIn = 'whole' | 'long' | 'cut';

/** Takes a body in and hands each chunk of it to `keep`. */
export async function takeIn(
  { headers, body }: Request,
  mostBytes: number,
  keep: (chunk: Uint8Array) => void,
): Promise<TakenIn> {
  if (Number(headers.get('content-length') ?? 0) > mostBytes) return 'long';
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) return 'long';
      keep(chunk);
    }
    return 'whole';
  } catch {
    return 'cut';
  }
}

/** Whoever may still be sending is told that nobody listens. */
export function unheard(context: Context, status: ProblemStatus, detail: string): Response {
  context.header('connection', 'close');
  return problemResponse(context, status, detail);
}
