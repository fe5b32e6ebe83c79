// Tables of the report: the first column names, the others hold figures.
export type Cell = string | number;

export function tableOf(title: string, heads: string[], rows: Cell[][]): string {
  const cells = [heads, ...rows.map((row) => row.map(textOf))];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return ['', title, ...cells.map((row) => `  ${line(row)}`)].join('\n');
}

/** Figures with about three digits that count. */
function textOf(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  if (Math.abs(cell) >= 1000) return Math.round(cell).toLocaleString('en');
  return cell.toFixed(Math.abs(cell) >= 100 ? 0 : Math.abs(cell) >= 10 ? 1 : 2);
}
