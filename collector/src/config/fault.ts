// A fault with its place in a file, as people read it.

/** Lines and columns count from 1. `path` is written with names: `objectives.uptime.objective.target`. */
export type Fault = { file: string; line: number; column: number; path: string; got: string; rule: string };

/** `file:line:column: path: got VALUE; RULE, such as EXAMPLE`. */
export function faultLine({ file, line, column, path, got, rule }: Fault): string {
  return `${file}:${line}:${column}: ${path}: got ${got}; ${rule}`;
}

/** Where something stands that is to be told of a file. */
export type Place = Pick<Fault, 'file' | 'line' | 'column' | 'path'>;

export function inReadingOrder<Placed extends Place>(told: Placed[]): Placed[] {
  return told.toSorted(byPlace);
}

function byPlace(a: Place, b: Place): number {
  return compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.path, b.path);
}

/** By code unit: the same order on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
