// A choice among words, with the one that somebody probably meant.
import { such } from './rule.ts';

/**
 * The rule of a choice. Its example is the word that resembles what was given, else the first.
 * @example among(['http', 'zendesk'], 'zendsk') // one of http, zendesk, such as zendesk
 */
export function among(words: readonly string[], given: unknown): string {
  const rule = words.length === 1 ? `only ${words.join('')} is known here` : `one of ${words.join(', ')}`;
  return such(rule, nearest(String(given), words) ?? words[0] ?? 'none');
}

/** The word that half its letters or fewer turn into; undefined where none is so close. */
function nearest(given: string, words: readonly string[]): string | undefined {
  const close = words
    .map((word) => ({ word, count: edits(given, word) }))
    .filter(({ word, count }) => count <= word.length / 2)
    .sort((a, b) => a.count - b.count);
  return close[0]?.word;
}

/** Levenshtein's distance, one row at a time. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) row = nextRow(row, index + 1, letter, to);
  return row[to.length] ?? to.length;
}

function nextRow(above: number[], first: number, letter: string, to: string): number[] {
  const row = [first];
  for (let column = 1; column <= to.length; column += 1) {
    const replaced = at(above, column - 1) + (to[column - 1] === letter ? 0 : 1);
    row.push(Math.min(replaced, at(above, column) + 1, at(row, column - 1) + 1));
  }
  return row;
}

function at(row: number[], column: number): number {
  return row[column] ?? Infinity;
}
