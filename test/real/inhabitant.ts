// A small program of ours that runs in a namespace and writes down what it sees, a line each.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Namespace } from './namespace.ts';
import { eventually, startProgram } from './program.ts';

export type Inhabitant = { lines(): Promise<string[]>; stop(): Promise<void> };

/** Starts `file` of this folder and waits for its first line, which is `ready`; `lines` are those after it. */
export async function settle(within: Namespace, file: string, argv: string[]): Promise<Inhabitant> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-inhabitant-'));
  const path = fileURLToPath(new URL(file, import.meta.url));
  const [command, entering] = within.entering(process.execPath, [path, ...argv]);
  const program = startProgram(command, entering, folder);
  const read = async () => {
    const [first, ...lines] = (await readFile(join(folder, `${command}.log`), 'utf8'))
      .split('\n')
      .slice(0, -1);
    return first === 'ready' ? lines : null;
  };
  await eventually(`${file} is ready`, 10_000, read);
  return {
    lines: async () => (await read()) ?? [],
    stop: async () => {
      await program.stop();
      await rm(folder, { recursive: true });
    },
  };
}
