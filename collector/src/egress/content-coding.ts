// Bodies are never decompressed (trust.md 2.4): one that was compressed although nobody asked for that
// cannot be looked into.
import type { EgressResponse } from './request.ts';

const known = ['gzip', 'x-gzip', 'deflate', 'br', 'zstd', 'compress'];

/** Why the body cannot be read; null where it came as it is. Only codings that have a name are named. */
export function codingFault({ headers }: Pick<EgressResponse, 'headers'>): string | null {
  const coding = (headers['content-encoding'] ?? '').trim().toLowerCase();
  if (coding === '' || coding === 'identity') return null;
  const name = known.includes(coding) ? coding : 'one of its own';
  return `the body cannot be read: its content-encoding is ${name}, which nobody asked for`;
}
