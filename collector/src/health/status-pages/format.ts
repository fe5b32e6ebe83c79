// The contract of a format in which partners publish their status, and what all formats read alike.
import type { PublishedMaintenance, StatusReport } from '@upheld/shared/facts/status-report';
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';

/**
 * `read` gives null for a document of another format. `component` names one part of the page, by name or id;
 * a page without it says `unknown` of it.
 */
export type StatusPageFormat = {
  name: string;
  read(document: unknown, component: string | null): StatusReport | null;
};

/** A field that may be missing or of any type: whoever uses it looks. */
export const anything = z.unknown().optional();

/** The one of `components` that goes by this name or id. */
export function componentNamed<Component extends { name?: unknown; id?: unknown }>(
  components: readonly Component[],
  wanted: string,
): Component | undefined {
  return components.find(({ name, id }) => id === wanted || name === wanted);
}

/** A maintenance as a page writes it; without an id or a start that can be read there is none. */
export function maintenanceOf(written: {
  id?: unknown;
  name?: unknown;
  start?: unknown;
  end?: unknown;
}): PublishedMaintenance[] {
  const { id, name, start, end } = written;
  const from = instantOf(start);
  if (from === null || (typeof id !== 'string' && typeof id !== 'number')) return [];
  const until = instantOf(end);
  const isEndAfter = until !== null && until > from;
  return [{ id: plain(id), name: plain(name), start: from, end: isEndAfter ? until : null }];
}

/** ISO 8601 with an offset. */
export function instantOf(text: unknown): Instant | null {
  try {
    return Temporal.Instant.from(String(text)).epochMilliseconds;
  } catch {
    return null;
  }
}

/** Text of the partner, for people to read: one line of at most 200 characters. */
function plain(text: unknown): string {
  const line = typeof text === 'string' || typeof text === 'number' ? String(text) : '';
  return [...line.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()].slice(0, 200).join('');
}
