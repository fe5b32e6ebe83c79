// Where a partner's own time went, as it tells in `Server-Timing` (W3C Server Timing, section 4).

/** More is not kept: the header is evidence beside the outcome, not a place to store things. */
const mostEntries = 16;

const entry = /(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g;
const parameter = /(?:[^;"]|"(?:[^"\\]|\\.)*"?)+/g;
const name = /^\s*([\w!#$%&'*+.^`|~-]{1,64})\s*$/;
// The numbers of digits are bounded, so that no text takes long to read.
const duration = /^\s*dur\s*=\s*("?)(\d{1,12}(?:\.\d{1,12})?|\.\d{1,12})\1\s*$/i;

/**
 * Milliseconds by the partner's own name for each stretch. Entries without a duration and broken ones are
 * left out; of two with one name the first counts, as does the first duration of an entry.
 * @example serverTiming('cache;desc="hit", db;dur=53.2') // { db: 53.2 }
 */
export function serverTiming(header: string): Record<string, number> {
  const found = new Map<string, number>();
  for (const text of header.match(entry) ?? []) {
    if (found.size === mostEntries) break;
    const read = readEntry(text);
    if (read !== null && !found.has(read.name)) found.set(read.name, read.durationMs);
  }
  return Object.fromEntries(found);
}

function readEntry(text: string): { name: string; durationMs: number } | null {
  const [first = '', ...parameters] = text.match(parameter) ?? [];
  const word = name.exec(first)?.[1];
  const durations = parameters.filter((one) => /^\s*dur\s*=/i.test(one));
  const number = duration.exec(durations[0] ?? '')?.[2];
  return word === undefined || number === undefined ? null : { name: word, durationMs: Number(number) };
}
