// What a reader must know when a recorded statement is not what it was: where, and what to do about it.

/** Null where both are the same, byte for byte. */
export function difference(recorded: string, now: string, name: string): string | null {
  if (recorded === now) return null;
  const [before, after] = [recorded.split('\n'), now.split('\n')];
  const at = before.findIndex((line, index) => line !== after[index]);
  const line = at === -1 ? before.length : at;
  return [
    `test/fixtures/replay/${name}/statement.json:${line + 1}: recorded ${shown(before[line])} and now ${shown(after[line])}`,
    'A statement that changes is a [CHANGE] for those who run Upheld: settled figures would read differently.',
    `If that is meant, record it with pnpm replay:record ${name} and say in CHANGELOG.md what changed and why.`,
  ].join('\n');
}

function shown(line: string | undefined): string {
  return line === undefined ? 'nothing' : line.trim() || 'an empty line';
}
