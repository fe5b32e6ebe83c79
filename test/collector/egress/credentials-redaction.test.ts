// A secret goes to whom it is for and nowhere else, even where servers send it back in every way they can.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { http } from '@upheld/collector/probes/http';
import { probeContext } from '../../contracts/probe.ts';
import { install } from '../bin/launched.ts';
import { startCollector, upheld } from '../collector-process.ts';
import { canaries, echoes, echoServer, everyAuth, leaksIn, tokenServer } from './auth/canaries.ts';
import { credentialsOf } from './auth/secrets.ts';

describe('the search for secrets', () => {
  it('finds what is there, as it is and in base64', () => {
    const text = `us:${canaries.PASSWORD}`;
    const encoded = ['', 'x', 'xx'].map((ahead) => Buffer.from(`${ahead}${text};`).toString('base64'));
    expect([text, ...encoded].map(leaksIn)).toEqual(Array(4).fill([canaries.PASSWORD]));
    expect(leaksIn('us:password')).toEqual([]);
  });
});

describe('an attempt', () => {
  const cases = Object.keys(everyAuth('')).flatMap((kind) => echoes.map((echo) => [kind, echo] as const));

  it.each(cases)('with %s says no secret where the API answers with it (%s)', async (kind, echo) => {
    const tokens = await tokenServer();
    const api = await echoServer();
    const auth = Object.entries(everyAuth(tokens.url)).find(([name]) => name === kind)?.[1];
    const credentials = credentialsOf(canaries, [tokens.port]);
    const expectation = { json: { '/status': 'pass' }, headers: { 'x-absent': { present: true } } };
    for (const expect of [{}, expectation, { body: { contains: ['pass'] } }]) {
      const spec = http.spec.parse({ url: `${api.url}/${echo}`, timeout: '2s', auth, redirects: 1, expect });
      const attempt = await http.probe(spec, probeContext([api.port, tokens.port], { credentials }));
      kept(attempt);
    }
    expect(api.heard).toEqual(new Set([`/${echo}`]));
  });

  it.each(echoes)('says no secret where the token endpoint answers with it (%s)', async (echo) => {
    const tokens = await echoServer();
    const api = await echoServer();
    for (const kind of ['oauth', 'oauth-post'] as const) {
      const auth = everyAuth(`${tokens.url}/${kind}/${echo}`)[kind];
      const credentials = credentialsOf(canaries, [tokens.port]);
      const spec = http.spec.parse({ url: `${api.url}/${echo}`, timeout: '2s', auth });
      const attempt = await http.probe(spec, probeContext([api.port], { credentials }));
      expect(attempt).toMatchObject({ outcome: 'unmeasured', reason: 'credentials' });
      kept(attempt);
    }
    expect(tokens.heard.size).toBe(2);
    expect(api.heard.size).toBe(0);
  });

  function kept(attempt: unknown): void {
    expect(leaksIn(JSON.stringify(attempt))).toEqual([]);
    expect(leaksIn(inspect(attempt, { depth: 9, showHidden: true }))).toEqual([]);
  }
});

describe('a collector with a secret in every field', () => {
  it('writes none to its log, its store, its answers or its configuration', async () => {
    const [tokens, api] = [await tokenServer(), await echoServer()];
    const sources = Object.entries(everyAuth(tokens.url)).flatMap(([kind, auth]) =>
      echoes.map((echo) => ({ name: `${kind}-${echo}`, spec: { url: `${api.url}/${kind}/${echo}`, auth } })),
    );
    const hostile = echoes.map((echo) => {
      const auth = everyAuth(`${api.url}/token/${echo}`).oauth;
      return { name: `token-${echo}`, spec: { url: `${api.url}/unasked`, auth } };
    });
    const material = { name: 'material', spec: { url: api.url, tls: { ca: { env: 'PEM' } } } };
    const { env, remove } = await install(files([...sources, ...hostile, material]));
    onTestFinished(remove);
    const environment = { ...env, ...canaries };
    const collector = await startCollector(environment);
    const places = sources.length + hostile.length;
    await vi.waitFor(() => expect(api.heard.size).toBe(places), { timeout: 20_000, interval: 50 });
    const paths = ['api/v1/agreements', 'api/v1/agreements/acme', 'api/v1/system', 'metrics'];
    const answers = await Promise.all(
      paths.map(async (path) => (await fetch(`${collector.url}/${path}`)).text()),
    );
    const { stdout, stderr } = await collector.stop();
    const effective = await upheld(['check-config', '--effective'], environment);
    expect(effective.stdout).toContain('env: CLIENT_SECRET');
    expect(stdout).toContain('the token endpoint');
    const data = String(env['UPHELD_DATA']);
    const stored = await Promise.all(
      (await filesIn(data)).map((name) => readFile(join(data, name), 'latin1')),
    );
    for (const words of ['the token endpoint', 'got status 500', 'got status 302', 'HPE_']) {
      expect(stored.join('\n')).toContain(words);
    }
    for (const text of [stdout, stderr, ...answers, effective.stdout, effective.stderr, ...stored]) {
      expect(leaksIn(text)).toEqual([]);
    }
  }, 60_000);
});

/** JSON is YAML. */
function files(sources: { name: string; spec: object }[]): Record<string, string> {
  const spec = {
    ...{ effective: { from: '2026-01-01' }, timeZone: 'Etc/UTC' },
    parties: [
      { id: 'us', name: 'Us', people: { accountable: { name: 'Ina Weiss', email: 'ina@us.example' } } },
      { id: 'acme', name: 'Acme', people: { accountable: { name: 'Tom Falk', email: 'tom@acme.example' } } },
    ],
    sources: sources.map((source) => ({ type: 'http', every: '1s', ...source })),
  };
  const head = { apiVersion: 'upheld/v1', metadata: { name: 'acme' } };
  const allow = [{ cidr: '127.0.0.0/8' }];
  return {
    'acme.yaml': JSON.stringify({ ...head, kind: 'Agreement', spec }),
    'settings.yaml': JSON.stringify({
      ...{ ...head, kind: 'Settings', metadata: { name: 'settings' } },
      spec: { egress: { allow } },
    }),
  };
}

/** The socket beside the store is no file. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
