import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../../collector/bin/check-node.mjs', import.meta.url));
const check = (...version: string[]) =>
  spawnSync(process.execPath, [script, ...version], { encoding: 'utf8' });

describe('the Node check', () => {
  it('lets the Node that runs these tests pass in silence', () => {
    expect(check()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  it.each(['20.20.2', '26.9.9', '9.11.2'])('refuses %s with one sentence that says what to do', (version) => {
    const { status, stderr } = check(version);
    expect(status).toBe(1);
    expect(stderr).toBe(
      `Upheld needs Node 26.10 or newer and found ${version}: run it as \`npx -y pnpm@12 start\`, ` +
        'which brings its own Node on Linux and macOS, or install Node 26 from nodejs.org.\n',
    );
  });

  it.each(['26.10.0', '26.12.1', '27.0.0'])('accepts %s', (version) => {
    expect(check(version).status).toBe(0);
  });
});
