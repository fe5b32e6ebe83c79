// Rows of a table for the terminal.

/** The width that each column needs for all the rows. */
export function widthsOf(rows: string[][]): number[] {
  return (rows[0] ?? []).map((_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
}

/** The rows as lines, cells padded to the widths, indented by two. */
export function aligned(rows: string[][], widths = widthsOf(rows)): string[] {
  return rows.map((cells) =>
    `  ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd(),
  );
}
