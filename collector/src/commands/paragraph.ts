// Text for the terminal, at most 80 columns wide.

const width = 80;

/** The words as lines: the first begins with `head`, the others are indented by as much. */
export function paragraph(words: string, head = ''): string[] {
  const room = width - head.length;
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines.splice(-1, 1, `${last} ${word}`);
    else lines.push(word);
  }
  return lines.map((line, index) => `${index === 0 ? head : ' '.repeat(head.length)}${line}`);
}

/** A number and its noun: `1 ticket`, `2 tickets`, `2 replies`. */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** What is listed, as people say it: `1, 2 and 3`. */
export function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((part) => part !== '').join(' and ');
}
