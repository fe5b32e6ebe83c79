// The rows that tests left, as a Markdown table. Kinds that saw the same of one input share a line, and so do
// inputs of which the same kinds saw the same.
import { attacks } from './expected.ts';
import type { Row } from './row.ts';

/** A row and whether its test passed. */
export type Told = Row & { isPassed: boolean };

type Line = { rows: Told[]; inputs: string[]; by: string[] };

/** Sorted by the attacks' numbers. What is not as expected stands in bold. */
export function table(told: readonly Told[]): string {
  const byInput = grouped(told, ({ attack, input, seen, requests, isPassed }) => [
    ...[attack, input, seen, requests, isPassed],
  ]).map(lineOf);
  const lines = grouped(byInput, ({ rows: [row], by }) => [
    ...[row?.attack, row?.seen, row?.requests, row?.isPassed, by],
  ]).map((group) => lineOf(group.flatMap(({ rows }) => rows)));
  return [
    '| # | input | by | expected (trust.md) | seen | requests | ms |',
    '|---|---|---|---|---|---|---|',
    ...lines.toSorted((a, b) => attackOf(a) - attackOf(b)).map(written),
  ].join('\n');
}

/** The attacks that left no row. */
export function unplayed(told: readonly Told[]): number[] {
  return Object.keys(attacks)
    .map(Number)
    .filter((number) => told.every(({ attack }) => attack !== number));
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => unknown[]): Item[][] {
  return [...Map.groupBy(items, (item) => JSON.stringify(keyOf(item))).values()];
}

function lineOf(rows: Told[]): Line {
  const distinct = (values: string[]) => [...new Set(values)];
  return { rows, inputs: distinct(rows.map(({ input }) => input)), by: distinct(rows.map(({ by }) => by)) };
}

function attackOf({ rows: [row] }: Line): number {
  return row?.attack ?? 0;
}

function written(line: Line): string {
  const { rows, inputs, by } = line;
  const [row] = rows;
  if (row === undefined) return '';
  const seen = row.isPassed ? row.seen : `**${row.seen}**`;
  const expected = attacks[row.attack]?.expected ?? '';
  const cells = [row.attack, inputs.join(', '), by.join(', '), expected, seen, row.requests, range(rows)];
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}

/** `1000` or `1000-1004`, in whole milliseconds. */
function range(rows: readonly Told[]): string {
  const times = rows.flatMap(({ ms }) => (ms === null ? [] : [Math.round(ms)]));
  if (times.length === 0) return '';
  const [least, most] = [Math.min(...times), Math.max(...times)];
  return least === most ? String(least) : `${least}-${most}`;
}
