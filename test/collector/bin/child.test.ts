import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChild } from '@upheld/collector/bin/child';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upheld-child-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function script(name: string, code: string): Promise<string> {
  const path = join(folder, `${name}.mjs`);
  await writeFile(path, code);
  return path;
}

describe('a process under the launcher', () => {
  it('tells the port on which it listens and ends in order when asked to', async () => {
    const code = `
      process.on('SIGTERM', () => process.exit(0));
      setInterval(() => {}, 1000);
      process.send({ listening: 4711 });`;
    const child = startChild('server', [await script('server', code)], process.env);
    expect(await child.listening).toBe(4711);
    await child.stop();
    expect(await child.ended).toBe(0);
  });

  it('passes on the exit code of a process that ends by itself', async () => {
    const child = startChild(
      'misconfigured',
      [await script('misconfigured', 'process.exitCode = 78')],
      process.env,
    );
    expect(await child.ended).toBe(78);
  });

  it('counts a process that a signal ended as a shell does', async () => {
    const code = `process.kill(process.pid, 'SIGKILL')`;
    const child = startChild('killed', [await script('killed', code)], process.env);
    // 128 + 9
    expect(await child.ended).toBe(137);
  });

  it('kills a process that does not end within the grace time', async () => {
    const code = `
      process.on('SIGTERM', () => {});
      setInterval(() => {}, 1000);
      process.send({ listening: 1 });`;
    const child = startChild('stubborn', [await script('stubborn', code)], process.env, 200);
    await child.listening;
    await child.stop();
    expect(await child.ended).toBe(137);
  });
});
