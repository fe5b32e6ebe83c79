// The lines of a text that may be larger than memory.
import { ImportError } from './import-error.ts';

/** A file's text, or its bytes (UTF-8) or text in pieces, such as standard input. */
export type CsvInput = string | AsyncIterable<Uint8Array | string>;

export type Line = { number: number; text: string };

/** No row comes near it; a file without line ends must not fill the memory. */
const longest = 65_536;

/** Lines end with LF or CRLF; a byte order mark is dropped. Numbers begin at 1. */
export async function* readLines(input: CsvInput): AsyncGenerator<Line> {
  let number = 0;
  let rest = '';
  for await (const piece of decoded(input)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) yield checked({ number: ++number, text });
    checked({ number: number + 1, text: rest });
  }
  if (rest !== '') yield checked({ number: number + 1, text: rest });
}

async function* decoded(input: CsvInput): AsyncGenerator<string> {
  if (typeof input === 'string') {
    yield input.replace(/^\uFEFF/, '');
    return;
  }
  const decoder = new TextDecoder(); // it drops the byte order mark
  const encoder = new TextEncoder();
  for await (const piece of input) {
    const bytes = typeof piece === 'string' ? encoder.encode(piece) : piece;
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder.decode();
}

function checked(line: Line): Line {
  if (line.text.length <= longest) return { ...line, text: line.text.replace(/\r$/, '') };
  throw new ImportError(
    `line ${line.number} is longer than ${longest} characters; a CSV file has one row a line, with commas between its fields`,
  );
}
