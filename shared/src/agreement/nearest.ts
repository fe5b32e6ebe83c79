// Which word somebody meant.

/** The word of `words` that takes the fewest edits to reach from `given`; null without words. */
export function nearest(given: string, words: readonly string[]): string | null {
  const ranked = words.map((word) => ({ word, edits: edits(given, word) })).sort((a, b) => a.edits - b.edits);
  return ranked[0]?.word ?? null;
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
