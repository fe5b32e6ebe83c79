// The lines of the report: what was measured on both sides, and the aims beside it.

export type Line = {
  what: string;
  upheld: string;
  others?: string;
  /** What was aimed at, and whether it was met. */
  aim?: { words: string; isMet: boolean };
};

const widths = [46, 26, 38] as const;

export function tableOf(title: string, lines: Line[]): string {
  const head = row('', 'Upheld', 'blackbox_exporter + Prometheus', 'aim');
  return ['', title, head, ...lines.map(lineOf)].join('\n');
}

function lineOf({ what, upheld, others = '', aim }: Line): string {
  const verdict = aim === undefined ? '' : `${aim.words}: ${aim.isMet ? 'met' : 'MISSED'}`;
  return row(what, upheld, others, verdict);
}

function row(...cells: string[]): string {
  return `  ${cells.map((cell, place) => cell.padEnd(widths[place] ?? 0)).join('')}`.trimEnd();
}
