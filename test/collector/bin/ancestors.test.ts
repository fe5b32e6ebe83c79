import { describe, expect, it } from 'vitest';
import { isAlive, startersOf } from '@upheld/collector/bin/ancestors';

/** A process table: id -> parent and command line. */
function table(rows: Record<number, [parent: number, command: string]>) {
  return (pid: number) => {
    const row = rows[pid];
    return row === undefined ? null : { parent: row[0], command: row[1] };
  };
}

describe('who started the launcher', () => {
  it('is every process up to the outer npx, as pnpm and npm really start it', () => {
    const processes = table({
      60: [50, 'node collector/bin/start.ts'],
      50: [40, 'sh -c node collector/bin/check-node.mjs && node collector/bin/start.ts'],
      40: [30, 'pnpm start'],
      30: [20, "sh -c 'pnpm' start"],
      20: [10, 'npm exec pnpm@12 start'],
      10: [1, '-bash'],
    });
    expect(startersOf(60, processes)).toEqual([50, 40, 30, 20]);
  });

  it('leaves out the shell script around npx, which may end while Upheld runs on', () => {
    const processes = table({
      60: [40, 'node collector/bin/start.ts'],
      40: [20, 'node /usr/lib/node_modules/npm/bin/npx-cli.js pnpm@12 start'],
      20: [10, 'sh -c npx pnpm@12 start & sleep 5'],
      10: [1, 'cron'],
    });
    expect(startersOf(60, processes)).toEqual([40]);
  });

  it('is the parent alone when no package manager takes part', () => {
    const processes = table({ 60: [50, 'node start.ts'], 50: [40, '-bash'], 40: [1, 'sshd'] });
    expect(startersOf(60, processes)).toEqual([50]);
  });

  it('is nobody for a process that init adopted', () => {
    expect(startersOf(60, table({ 60: [1, 'node start.ts'] }))).toEqual([]);
  });

  it('reads the real process table', () => {
    const starters = startersOf(process.pid);
    expect(starters[0]).toBe(process.ppid);
    expect(starters.every(isAlive)).toBe(true);
  });
});
