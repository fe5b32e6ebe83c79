import { describe, expect, it, onTestFinished } from 'vitest';
import { variables } from '@upheld/collector/environment';
import { version } from '@upheld/collector/version';
import { install } from './bin/launched.ts';
import { upheld } from './collector-process.ts';

/** An installation whose configuration is these files. */
async function environment(files: Record<string, string> = {}) {
  const { env, remove } = await install(files);
  onTestFinished(remove);
  return env;
}

describe('upheld', () => {
  it.each([
    'check-config',
    'evaluate',
    'explain',
    'definitions',
    'what-if',
    'heartbeats',
    'webhooks',
    'import',
    'verify',
    'backup',
    'restore',
    'migrate-storage',
  ])('says how %s is asked when asked for help about it', async (command) => {
    const { code, stdout, stderr } = await upheld([command, '--help'], await environment());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.startsWith(`usage: upheld ${command} `)).toBe(true);
  });

  it('lists every command and every setting when asked for help', async () => {
    const { code, stdout, stderr } = await upheld(['--help'], await environment());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { name, fallback } of variables) {
      expect(stdout).toMatch(
        new RegExp(`^ {2}${name} .*\\(default ${fallback.replace(/[$.]/g, '\\$&')}\\)$`, 'm'),
      );
    }
    const settings = [
      'CONFIG',
      'DATA',
      'STORE_URL',
      'RESERVE_MIB',
      'HOST',
      'COLLECTOR_PORT',
      'DASHBOARD_PORT',
      'PUBLIC_URL',
    ];
    expect(variables.map(({ name }) => name)).toEqual(settings.map((name) => `UPHELD_${name}`));
    for (const command of [
      'run',
      'collect',
      'serve',
      'check-config',
      'schema',
      'evaluate',
      'doctor source',
      'import samples',
      'import tickets',
    ]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
    }
  });

  it('says which command there is not, and which there are', async () => {
    const { code, stdout, stderr } = await upheld(['evalaute'], await environment());
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('upheld: there is no command "evalaute"');
    expect(stderr).toContain('evaluate AGREEMENT --period PERIOD');
  });

  it('says its version', async () => {
    expect(await upheld(['--version'], await environment())).toEqual({
      ...{ code: 0, stdout: `${version}\n`, stderr: '' },
    });
  });

  it('names every setting that cannot be used, at once', async () => {
    const env = { ...(await environment()), UPHELD_HOST: '10.0.0.1', UPHELD_COLLECTOR_PORT: 'http' };
    const { code, stderr } = await upheld(['run'], env);
    expect(code).toBe(78);
    expect(stderr).toContain('UPHELD_HOST: got "10.0.0.1"');
    expect(stderr).toContain('UPHELD_COLLECTOR_PORT: got "http"');
  });

  it('judges nothing while a file has a fault, and shows the fault', async () => {
    const env = await environment({ 'acme.yaml': 'kind: Agreement\n' });
    const { code, stdout, stderr } = await upheld(['evaluate', 'acme', '--period', '2026-07'], env);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('acme.yaml:1:');
  });

  it('names the engines there are when the store is another', async () => {
    const env = { ...(await environment()), UPHELD_STORE_URL: 'mysql://localhost/upheld' };
    const { code, stderr } = await upheld(['evaluate', 'acme', '--period', '2026-07'], env);
    expect(code).toBe(78);
    expect(stderr).toMatch(
      /^upheld: UPHELD_STORE_URL: the engine "mysql" is not one of sqlite, postgres, postgresql; .*\n$/,
    );
  });

  it('asks nobody and tells nothing of a password when it is not escaped in the store’s URL', async () => {
    const env = {
      ...(await environment()),
      UPHELD_STORE_URL: 'postgres://wilma:s3c@ret/w#rd@127.0.0.1/facts',
    };
    for (const args of [['evaluate', 'acme', '--period', '2026-07'], ['collect']]) {
      const { code, stdout, stderr } = await upheld(args, env);
      expect(code).toBe(78);
      expect(stderr).toMatch(/upheld: UPHELD_STORE_URL does not say which .* such as @ as %40, .*\n$/);
      expect(stdout + stderr).not.toMatch(/wilma|s3c|ret\b|w#rd/);
    }
  });
});
