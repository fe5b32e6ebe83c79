// Runs writer.ts and gathers what it acknowledged.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./writer.ts', import.meta.url));

export type Written = { acknowledged: number[]; refused: number; next: number };

export type Pace = { step?: number; restMs?: number; through?: readonly string[] };

/**
 * `during` is called once the store is open; when it resolves the writer gets SIGKILL. `step` and `restMs` as writer.ts
 * has them; `through`: what starts Node.
 */
export async function written(
  url: string,
  first: number,
  during: (child: ChildProcess) => Promise<void>,
  { step = 1, restMs = 0, through = [] }: Pace = {},
): Promise<Written> {
  const [command = process.execPath, ...rest] = [
    ...[...through, process.execPath, script, url],
    ...[first, step, restMs].map(String),
  ];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  let said = '';
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const written: Written = { acknowledged: [], refused: 0, next: first };
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (line === 'open') void during(child).finally(() => child.kill('SIGKILL'));
    else if (line.startsWith('refused')) written.refused += 1;
    else written.acknowledged.push(Number(line));
  });
  const drained = once(lines, 'close');
  const [code, signal] = await exited;
  await drained;
  if (signal !== 'SIGKILL') throw new Error(`the writer ended with ${code}:\n${said}`);
  // Those under way when it ended may be there too.
  written.next =
    Math.max(first, ...written.acknowledged.map((number) => number + 1)) + (20 + written.refused) * step;
  return written;
}
