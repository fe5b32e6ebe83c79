// `upheld doctor` as it is run, against a desk on loopback: what it prints, and what it leaves behind.
import { access } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { install } from './bin/launched.ts';
import { upheld } from './collector-process.ts';
import { httpServer } from './egress/servers.ts';

const agreement = (url: string) => `
apiVersion: upheld/v1
kind: Agreement
metadata: { name: acme }
spec:
  effective: { from: 2026-01-01 }
  timeZone: Etc/UTC
  parties:
    - { id: us, name: Us, people: { accountable: { name: Ina Weiss, email: ina@us.example } } }
    - { id: acme, name: Acme, people: { accountable: { name: Tom Falk, email: tom@acme.example } } }
  sources:
    - name: desk
      type: json-http
      spec:
        url: ${url}
        auth: { type: bearer, token: { env: DESK_TOKEN } }
        fields: { severity: { jmespath: "urgent && \`1\` || \`2\`" } }
  support:
    - name: issues
      source: desk
      owedBy: acme
      period: month
      severities: [{ level: 1, name: Critical, firstResponse: 2h }, { level: 2, name: Other, firstResponse: 8h }]
`;

const settings = (port: number) => `
apiVersion: upheld/v1
kind: Settings
metadata: { name: settings }
spec: { egress: { allow: [{ cidr: 127.0.0.0/8, ports: [${port}] }] } }
`;

const july = Date.UTC(2026, 6, 1, 9);

const events = [
  { ticket: 'T-1', at: july, type: 'opened', urgent: true, subject: 'canary', from: 'canary@us.example' },
  { ticket: 'T-1', at: july + 60_000, type: 'public-reply', actor: 'supplier', body: 'canary' },
];

async function desk() {
  const tokens = new Set<string | undefined>();
  const server = await httpServer((request, response) => {
    tokens.add(request.headers.authorization);
    response.end(JSON.stringify({ events, cursor: null }));
  });
  return { ...server, tokens };
}

async function installed(files: Record<string, string>): Promise<Record<string, string>> {
  const { env, remove } = await install(files);
  onTestFinished(remove);
  return { ...env, DESK_TOKEN: 'token-of-the-tests' };
}

describe('upheld doctor source, as it is run', () => {
  it('says what will be counted, quotes nothing that anybody wrote, and leaves nothing behind', async () => {
    const { url, port, tokens } = await desk();
    const env = await installed({ 'acme.yaml': agreement(url), 'settings.yaml': settings(port) });
    const { code, stdout, stderr } = await upheld(['doctor', 'source', 'desk'], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('acme/desk: a ticket desk of type json-http');
    expect(stdout).toContain('  - Of 1 ticket 1 is severity 1.\n');
    expect(stdout).toContain('  - 1 reply counts, and nothing else was written.\n');
    expect(stdout).toContain('\nNo check failed.\n');
    expect([...tokens]).toEqual(['Bearer token-of-the-tests']);
    expect(stdout).not.toMatch(/canary|token-of-the-tests/);
    await expect(access(env['UPHELD_DATA'] ?? '.')).rejects.toThrow('ENOENT');
  });

  it('reads another folder where it is told to, and its settings too', async () => {
    const { url, port } = await desk();
    const env = await installed({ 'acme.yaml': agreement(url), 'settings.yaml': settings(port) });
    const elsewhere = await installed({});
    const args = ['doctor', 'source', 'desk', '--config', env['UPHELD_CONFIG'] ?? ''];
    expect(await upheld(args, elsewhere)).toMatchObject({ code: 0, stderr: '' });
  });

  it('asks no address that the settings do not allow, and says how to allow it', async () => {
    const { url, port, tokens } = await desk();
    const env = await installed({ 'acme.yaml': agreement(url), 'settings.yaml': settings(port + 1) });
    const { code, stdout, stderr } = await upheld(['doctor', 'source', 'desk'], env);
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`).toContain('egress.allow');
    expect(tokens.size).toBe(0);
  });

  it('prints the faults of the files', async () => {
    const env = await installed({ 'acme.yaml': 'kind: Agreement\n' });
    const { code, stdout, stderr } = await upheld(['doctor', 'source', 'desk'], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('acme.yaml:1:');
  });
});
