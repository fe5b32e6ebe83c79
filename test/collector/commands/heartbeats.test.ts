import { describe, expect, it } from 'vitest';
import { heartbeatsCommand, type HeartbeatsParts } from '@upheld/collector/commands/heartbeats';
import { tokenOf } from '@upheld/collector/heartbeat/tokens';
import { anAgreement } from '../../builders/agreement.ts';

/** 2026-11-21T10:00:00Z. */
const now = Date.UTC(2026, 10, 21, 10);
const key = Buffer.alloc(32, 7);
const waitedFor = (name: string) => ({
  ...{ name, type: 'heartbeat', every: '1d', retry: { attempts: 1, delay: '5s' }, agreeing: 1 },
  spec: { grace: '1h' },
});

const acme = anAgreement({ name: 'acme', sources: [...anAgreement().sources, waitedFor('nightly')] });
const beta = anAgreement({ name: 'beta', sources: [waitedFor('invoices')] });

async function run(args: string[], change: Partial<HeartbeatsParts> = {}) {
  const printed = { stdout: '', stderr: '' };
  const code = await heartbeatsCommand(args, {
    agreements: [acme, beta],
    environment: { host: '127.0.0.1', collectorPort: 4401, publicUrl: 'https://upheld.example.com/api-of' },
    key,
    store: { lastBeat: async ({ source }) => (source === 'nightly' ? now - 3_600_000 : null) },
    now: () => now,
    write: (text) => (printed.stdout += text),
    writeError: (text) => (printed.stderr += text),
    ...change,
  });
  return { code, ...printed };
}

const urlOf = (base: string, agreement: string, source: string) =>
  `${base}/api/v1/heartbeats/${tokenOf({ agreement, source }, key)}`;

describe('upheld heartbeats', () => {
  it('lists each source that is waited for, its last call and its URL', async () => {
    const base = 'https://upheld.example.com/api-of';
    expect(await run([])).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: [
        '  SOURCE         LAST CALL             URL (GET OR POST; A SECRET)',
        `  acme/nightly   2026-11-21T09:00:00Z  ${urlOf(base, 'acme', 'nightly')}`,
        `  beta/invoices  never                 ${urlOf(base, 'beta', 'invoices')}`,
        '',
      ].join('\n'),
    });
  });

  it('lists one agreement', async () => {
    const { stdout } = await run(['beta']);
    expect(stdout).toContain('beta/invoices');
    expect(stdout).not.toContain('acme/nightly');
  });

  it.each([
    ['127.0.0.1', 4401, 'http://127.0.0.1:4401'],
    ['::1', 4401, 'http://[::1]:4401'],
    ['localhost', 0, 'http://localhost:PORT'],
  ])(
    'without a public URL gives that of %s, port %d, and says what a partner needs',
    async (host, port, base) => {
      const { stdout } = await run(['acme'], {
        environment: { host, collectorPort: port, publicUrl: null },
      });
      expect(stdout).toContain(urlOf(base, 'acme', 'nightly'));
      expect(stdout).toContain('have a proxy pass /api/v1/heartbeats/');
      expect(stdout).toContain('UPHELD_PUBLIC_URL, such\nas https://upheld.example.com.');
    },
  );

  it('says what to do where nothing is waited for', async () => {
    expect(await run([], { agreements: [anAgreement()] })).toEqual({
      ...{ code: 0, stderr: '', stdout: 'No source is a heartbeat; give one the type heartbeat.\n' },
    });
  });

  it('names the agreements there are when asked for another', async () => {
    expect(await run(['acne'])).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: 'upheld heartbeats: there is no agreement "acne"; the agreements are: acme, beta\n',
    });
  });

  it.each([[['acme', 'beta']], [['--json']]])('is asked wrongly with %j', async (args) => {
    expect(await run(args)).toEqual({
      ...{ code: 2, stdout: '' },
      stderr: 'upheld heartbeats: name one agreement or none\nusage: upheld heartbeats [AGREEMENT]\n',
    });
  });
});
