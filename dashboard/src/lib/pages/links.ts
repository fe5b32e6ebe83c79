// Addresses of pages. Identifiers come from agreement files, so every part is encoded.

export function agreementHref(id: string, period?: string): string {
  return `/agreements/${encodeURIComponent(id)}${query({ period })}`;
}

/** The page that says how the sources of an agreement stand. */
export function sourcesHref(id: string): string {
  return `${agreementHref(id)}/sources`;
}

/** The page that says how support stands at every desk of an agreement. */
export function supportHref(id: string, period?: string): string {
  return `${agreementHref(id)}/support${query({ period })}`;
}

/** The page of one ticket of a desk. */
export function ticketHref(id: string, source: string, ticket: string): string {
  return `${supportHref(id)}/${encodeURIComponent(source)}/${encodeURIComponent(ticket)}`;
}

/** `part` is the month (or other period) inside `period` that the page opens with. */
export function objectiveHref(
  id: string,
  promise: string,
  shown: { period?: string; part?: string; source?: string | null },
): string {
  return `/agreements/${encodeURIComponent(id)}/objectives/${encodeURIComponent(promise)}${query(shown)}`;
}

/** The page that asks what would have been under other terms. */
export function whatIfHref(id: string, promise: string): string {
  return `${objectiveHref(id, promise, {})}/what-if`;
}

function query(values: Record<string, string | null | undefined>): string {
  const given = Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : []));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
