import { describe, expect, it } from 'vitest';
import { http } from '@upheld/collector/probes/http';
import { probeContext } from '../../../contracts/probe.ts';
import { httpServer } from '../servers.ts';
import { faultsOf } from './faults.ts';
import { credentialsOf } from './secrets.ts';

const auth = { type: 'api-key', header: 'X-Api-Key', key: { env: 'KEY' } } as const;

describe('an API key', () => {
  it('stands in the header that the file names', async () => {
    const identity = await credentialsOf({ KEY: 'k-7f3a' })({ auth }, 1_000);
    expect(identity).toMatchObject({ ok: true, headers: { 'x-api-key': 'k-7f3a' } });
  });

  it.each(['Authorization', 'Cookie'])('may stand in %s, with a word before it', async (header) => {
    expect(faultsOf({ ...auth, header })).toEqual([]);
    const identity = await credentialsOf({ KEY: 'ApiKey k-7f3a' })({ auth: { ...auth, header } }, 1_000);
    expect(identity).toMatchObject({ headers: { [header.toLowerCase()]: 'ApiKey k-7f3a' } });
  });

  it('is sent in the place of a header of the same name, however that is spelt', async () => {
    const seen: (string | undefined)[] = [];
    const server = await httpServer(({ rawHeaders }, response) => {
      seen.push(...rawHeaders.filter((_, index) => /^x-partner$/i.test(rawHeaders[index - 1] ?? '')));
      response.end();
    });
    const own = { ...auth, header: 'X-Partner' };
    const spec = http.spec.parse({ url: server.url, headers: { 'X-PARTNER': 'of the file' }, auth: own });
    await http.probe(spec, probeContext([server.port], { credentials: credentialsOf({ KEY: 'k-7f3a' }) }));
    expect(seen).toEqual(['k-7f3a']);
  });

  it.each([{}, { KEY: 'two\nlines' }, { KEY: ' padded' }, { KEY: 'padded ' }, { KEY: 'ümlaut' }])(
    'that no header can carry is not sent: %j',
    async (environment: Record<string, string>) => {
      expect(await credentialsOf(environment)({ auth }, 1_000)).toEqual({
        ok: false,
        words:
          'the environment variable KEY holds no usable key; set it to one line of visible ASCII characters',
      });
    },
  );

  it.each(['Host', 'content-length', 'User-Agent', 'x api', 'x:y', '', 7, undefined])(
    'has no header %j',
    (header) => {
      expect(faultsOf({ ...auth, header })).toEqual([
        'header: a header is a name of HTTP other than accept-encoding, connection, content-length, expect, host, keep-alive, te, trailer, transfer-encoding, upgrade, user-agent, such as X-Api-Key',
      ]);
    },
  );
});
