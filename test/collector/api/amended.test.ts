import { createApp } from '@upheld/collector/api/app';
import { agreementSchema, portfolioSchema } from '@upheld/shared/api/responses';
import { describe, expect, it } from 'vitest';
import { aStatement, anAgreement } from '../../builders/agreement.ts';

const from = Date.UTC(2026, 6, 15, 22);

/** The API of an agreement that goes by another name from July on, asked at `now`. */
function ask(path: string, now: number) {
  const agreement = anAgreement({
    amended: [{ name: 'acme-a1', from, terms: anAgreement({ parties: renamed }) }],
  });
  const config = { loadedAt: now, lastReloadSuccessful: true, faults: [] };
  const app = createApp(
    {
      readersFor: () => ({
        agreements: () => [agreement],
        exclusions: () => [],
        statement: async (_agreement, period) => aStatement({ period }),
        whatIf: () => Promise.reject(new Error('not asked here')),
        definitions: () => Promise.reject(new Error('not asked here')),
        occurrences: async () => [],
        failures: async () => [],
        witnesses: async () => ({ heard: [], checks: [] }),
        sources: async () => [],
        staleDesks: async () => [],
        support: async () => [],
        ticket: async () => [],
        system: () => ({ asOf: now, version: '0.1.0', config }),
        now: () => now,
      }),
      notReady: async () => null,
      reload: async () => ({ ok: true }),
      metrics: async () => ({ contentType: 'text/plain', text: '' }),
      subscribe: () => () => undefined,
      answered: () => undefined,
      knowsBeat: () => false,
      receptionOf: () => null,
      beat: async () => 'unknown',
    },
    '0.1.0',
    (error) => expect.fail(String(error)),
  );
  return app.request(`http://127.0.0.1:4401${path}`, { headers: { host: '127.0.0.1:4401' } });
}

const renamed = anAgreement().parties.map((party) => ({ ...party, name: `${party.name} Europe` }));

describe('the summary of an agreement that was amended', () => {
  it.each([
    [from - 1, ['Our Company', 'Acme GmbH']],
    [from, ['Our Company Europe', 'Acme GmbH Europe']],
  ])('goes by the terms in force at %d', async (now, names) => {
    const one = agreementSchema.parse(await (await ask('/api/v1/agreements/acme', now)).json());
    const all = portfolioSchema.parse(await (await ask('/api/v1/agreements', now)).json());
    for (const { parties } of [one.agreement, ...all.agreements]) {
      expect(parties.map(({ name }) => name)).toEqual(names);
    }
  });
});
