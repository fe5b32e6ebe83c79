// Terms and what they say, as a definition list shows them.

export type Pair = { term: string; text: string };

/** Those that say something, in the order given. */
export function pairs(given: Record<string, string | null>): Pair[] {
  return Object.entries(given).flatMap(([term, text]) => (text === null ? [] : [{ term, text }]));
}
