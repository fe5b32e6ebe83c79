// CSV with a header, row by row, each with its line. No column of ours holds line ends, so a quoted field
// must close on its own line: that way one bad quote costs one row and not the rest of the file.
import { parse } from 'csv-parse/sync';
import { ImportError } from './import-error.ts';
import { readLines, type CsvInput } from './lines.ts';

/** The columns a file may have, by whether it must have them. */
export type Columns = { required: readonly string[]; optional: readonly string[] };

/** Every known column is a key of `fields`; one that the file lacks is ''. Or why the line is no row. */
export type Row = { line: number; fields: Record<string, string> } | { line: number; fault: string };

/**
 * The rows of a file whose first line names its columns, in any order; empty lines are passed over. Throws
 * an `ImportError` where the header names an unknown column, lacks a required one or names one twice.
 */
export async function* readRows(input: CsvInput, columns: Columns): AsyncGenerator<Row> {
  let header: string[] | null = null;
  for await (const { number, text } of readLines(input)) {
    if (text.trim() === '') continue;
    const cells = readCells(text);
    if (header === null) header = checkedHeader(cells, columns);
    else yield rowFrom(number, cells, header, columns);
  }
  if (header === null) throw new ImportError(`the file is empty; ${headerRule(columns)}`);
}

/** The fields of a line; null where its quotes do not match. */
function readCells(text: string): string[] | null {
  if (!text.includes('"')) return text.split(',').map((cell) => cell.trim());
  try {
    const [cells] = parse(text, { trim: true });
    return cells ?? null;
  } catch {
    return null;
  }
}

function checkedHeader(cells: string[] | null, columns: Columns): string[] {
  const header = cells ?? [];
  const faults = headerFaults(header, columns, (name) => `the unknown column ${JSON.stringify(name)}`);
  if (faults.length === 0) return header;
  const unquoted = headerFaults(header, columns, () => 'an unknown column');
  const words = (each: string[]) => `the header has ${each.join(', ')}; ${headerRule(columns)}`;
  throw new ImportError(words(faults), words([...new Set(unquoted)]));
}

function headerFaults(header: string[], columns: Columns, unknown: (name: string) => string): string[] {
  const known = [...columns.required, ...columns.optional];
  const twice = known.filter((name) => header.indexOf(name) < header.lastIndexOf(name));
  return [
    ...header.filter((name) => !known.includes(name)).map(unknown),
    ...twice.map((name) => `the column ${name} twice`),
    ...columns.required.filter((name) => !header.includes(name)).map((name) => `no column ${name}`),
  ];
}

const headerRule = ({ required, optional }: Columns): string =>
  `the first line names the columns ${required.join(', ')}, and where there are any ${optional.join(', ')}, such as ${[...required, ...optional].join(',')}`;

function rowFrom(line: number, cells: string[] | null, header: string[], columns: Columns): Row {
  if (cells === null) {
    return {
      line,
      fault:
        'a quote that does not match; a quoted field begins and ends with " and doubles those inside, such as "T-""1"""',
    };
  }
  if (cells.length !== header.length) {
    return {
      line,
      fault: `${cells.length} fields; the header has ${header.length}, such as ${header.join(',')}`,
    };
  }
  const given = new Map(header.map((name, at) => [name, cells[at] ?? '']));
  const known = [...columns.required, ...columns.optional];
  return { line, fields: Object.fromEntries(known.map((name) => [name, given.get(name) ?? ''])) };
}
