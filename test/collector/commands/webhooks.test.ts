import { describe, expect, it } from 'vitest';
import { webhooksCommand, type WebhooksParts } from '@upheld/collector/commands/webhooks';
import { connectorKinds } from '@upheld/collector/connectors/registry';
import { anAgreement } from '../../builders/agreement.ts';

const desk = (name: string, webhook?: object) => ({
  ...{ name, type: 'github', every: '60s', retry: { attempts: 1, delay: '5s' }, agreeing: 1 },
  spec: {
    ...{ repository: 'acme/support', token: { env: 'TOKEN' } },
    ...{ severity: { prefix: 'severity/', otherwise: 3 }, supplier: { associations: ['OWNER'] }, webhook },
  },
});

const secrets = [{ env: 'A_SECRET_OF_GITHUB' }];
const acme = anAgreement({ name: 'acme', sources: [...anAgreement().sources, desk('quiet')] });
const beta = anAgreement({ name: 'beta', sources: [desk('tickets', { scheme: 'github', secrets })] });

function run(args: string[], change: Partial<WebhooksParts> = {}) {
  const printed = { stdout: '', stderr: '' };
  const code = webhooksCommand(args, {
    ...{ agreements: [acme, beta], connectors: connectorKinds, now: () => Date.UTC(2026, 10, 21) },
    environment: { host: '127.0.0.1', collectorPort: 4401, publicUrl: 'https://upheld.example.com/api-of' },
    write: (text) => (printed.stdout += text),
    writeError: (text) => (printed.stderr += text),
    ...change,
  });
  return { code, ...printed };
}

describe('upheld webhooks', () => {
  it('lists each source whose desk sends webhooks, how they are signed and where they go', () => {
    expect(run([])).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: [
        '  SOURCE        SCHEME  URL (POST)',
        '  beta/tickets  github  https://upheld.example.com/api-of/api/v1/webhooks/beta/tickets',
        '',
      ].join('\n'),
    });
  });

  it('without a public URL says what a desk needs', () => {
    const { stdout } = run(['beta'], {
      environment: { host: '::1', collectorPort: 0, publicUrl: null },
    });
    expect(stdout).toContain('http://[::1]:PORT/api/v1/webhooks/beta/tickets\n');
    expect(stdout).toContain('have a proxy pass /api/v1/webhooks/\nand nothing else on to this address');
  });

  it('says what to do where no desk sends any', () => {
    expect(run(['acme'])).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: 'No source takes webhooks; give the spec of a ticket desk the key webhook.\n',
    });
  });

  it('names the agreements there are when asked for another', () => {
    expect(run(['acne'])).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: 'upheld webhooks: there is no agreement "acne"; the agreements are: acme, beta\n',
    });
  });

  it.each([[['acme', 'beta']], [['--all']]])('asks for one agreement or none: %j', (args) => {
    expect(run(args)).toEqual({
      ...{ code: 2, stdout: '' },
      stderr: 'upheld webhooks: name one agreement or none\nusage: upheld webhooks [AGREEMENT]\n',
    });
  });
});
