// Warnings as `check-config` prints them: under their file, each with its place, the clause, why, and what
// to write instead.
import { clauseText } from '../config/warning.ts';
import type { PlacedWarning } from '../config/warning.ts';

const width = 100;
const margin = ' '.repeat(10);

/** The lines of a report, an empty one after each file; nothing without warnings. */
export function warningReport(warnings: PlacedWarning[]): string[] {
  const files = Map.groupBy(warnings, ({ file }) => file);
  return [...files].flatMap(([file, told]) => [heading(file, told.length), ...told.flatMap(linesOf), '']);
}

function heading(file: string, count: number): string {
  return `${file}: ${count === 1 ? '1 warning' : `${count} warnings`}`;
}

function linesOf({ line, column, path, clause, why, proposal }: PlacedWarning): string[] {
  const place = line === 0 ? [] : [`  ${`${line}:${column}`.padEnd(7)} ${path}`];
  const sentences = [clauseText(clause), `${why.charAt(0).toUpperCase()}${why.slice(1)}.`];
  const told = sentences.filter((sentence) => sentence !== '').flatMap(wrapped);
  // Never wrapped: it is there to be pasted.
  const proposed = proposal === null ? [] : [`Propose: ${proposal}`];
  return [...place, ...[...told, ...proposed].map((text) => `${margin}${text}`)];
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = [...lines.slice(-1), word].join(' ');
    if (lines.length > 0 && longer.length <= width - margin.length) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
