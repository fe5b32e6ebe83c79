import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret, createSecrets } from '@upheld/collector/secrets';

const canary = 'canary-4c1d';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'upheld-secrets-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

describe('a secret', () => {
  it('shows itself to nobody but the one who reveals it', () => {
    const secret = new Secret(canary);
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ deep: { secret } }, { showHidden: true, depth: 9 }),
      format('%s %o %j', secret, secret, secret),
      inspect(new Error('failed', { cause: secret })),
      Object.entries(secret).join(),
      JSON.stringify(structuredClone({ ...secret })),
    ].join('\n');
    expect(shown).not.toContain(canary);
    expect(shown).toContain('[secret]');
    expect(secret.reveal()).toBe(canary);
  });
});

describe('a reference to a secret', () => {
  it('names a variable of the environment that was handed over', () => {
    const read = createSecrets({ environment: { TOKEN: canary, EMPTY: '' }, folder: '/' });
    expect(read({ env: 'TOKEN' })?.reveal()).toBe(canary);
    expect(read({ env: 'EMPTY' })).toBeNull();
    expect(read({ env: 'PATH' })).toBeNull();
    expect(read({ env: 'toString' })).toBeNull();
  });

  it('names a file, beside the agreements or anywhere, whose last line break does not count', () => {
    const here = folder();
    writeFileSync(join(here, 'token'), `${canary} \r\n`);
    const read = createSecrets({ environment: {}, folder: here });
    expect(read({ file: 'token' })?.reveal()).toBe(`${canary} `);
    expect(read({ file: join(here, 'token') })?.reveal()).toBe(`${canary} `);
  });

  it('is read anew each time, so that a rotated secret is used at once', () => {
    const here = folder();
    const read = createSecrets({ environment: {}, folder: here });
    writeFileSync(join(here, 'token'), 'old');
    expect(read({ file: 'token' })?.reveal()).toBe('old');
    writeFileSync(join(here, 'token'), 'new');
    expect(read({ file: 'token' })?.reveal()).toBe('new');
  });

  it('is null where the file is missing, a folder, empty or far too large', () => {
    const here = folder();
    writeFileSync(join(here, 'empty'), '\n');
    writeFileSync(join(here, 'large'), 'x'.repeat(65_537));
    const read = createSecrets({ environment: {}, folder: here });
    expect(['missing', '.', 'empty', 'large'].map((file) => read({ file }))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
