// Starts store-writer.ts and listens to what it says.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Acknowledged = { batch: number; stored: number; conflicts: number };
export type WriterTask = {
  url: string;
  vantage: string;
  batches: number;
  rows: number;
  outcome: 'ok' | 'bad';
};

const script = fileURLToPath(new URL('./store-writer.ts', import.meta.url));

/** Runs a writer to its end, or until `killAfter` batches are acknowledged: then it gets SIGKILL. */
export async function runWriter(task: WriterTask, killAfter = Infinity): Promise<Acknowledged[]> {
  const args = [task.url, task.vantage, String(task.batches), String(task.rows), task.outcome];
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  let said = '';
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const acknowledged: Acknowledged[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(JSON.parse(line));
    if (acknowledged.length === killAfter) child.kill('SIGKILL');
  }
  const [code, signal] = await exited;
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the writer ended with ${code}: ${said}`);
  return acknowledged;
}
