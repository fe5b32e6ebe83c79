import { describe, expect, it } from 'vitest';
import { targetsOf } from '@upheld/collector/collect/target';
import { connectorKinds } from '@upheld/collector/connectors/registry';
import { probeKinds } from '@upheld/collector/probes/registry';
import { anAgreement } from '../../builders/agreement.ts';

const kinds = { probes: probeKinds, connectors: connectorKinds };
const retry = { attempts: 1, delay: '5s' };
const source = { name: 'api', every: '60s', retry, agreeing: 1 };

function targets(...sources: object[]) {
  const written = sources.map((change) => ({ ...source, type: 'http', spec: {}, ...change }));
  return targetsOf([anAgreement({ sources: written })], kinds, 0);
}

const url = 'https://api.acme.example/health';

describe('the targets of a configuration', () => {
  it('are its probed sources and its polled desks; imported facts have none', () => {
    const found = targets(
      { spec: { url } },
      { name: 'desk', type: 'json-http', spec: { url } },
      { name: 'history', type: 'import' },
    );
    expect(found.map((target) => [target.source, target.does])).toEqual([
      ['api', 'probe'],
      ['desk', 'sync'],
    ]);
  });

  it('are those of the terms in force: from its instant on, an amendment brings, changes and removes sources', () => {
    const from = Date.UTC(2026, 6, 15, 22);
    const signed = anAgreement({ sources: [{ ...source, type: 'http', spec: { url } }] });
    const sources = [
      { ...source, type: 'http', every: '30s', spec: { url } },
      { ...source, name: 'orders', type: 'http', spec: { url } },
    ];
    const ended = anAgreement({ sources: [] });
    const agreement = {
      ...signed,
      amended: [
        { name: 'acme-a1', from, terms: { ...signed, sources } },
        { name: 'acme-a2', from: from + 86_400_000, terms: ended },
      ],
    };
    const asked = (at: number) =>
      targetsOf([agreement], kinds, at).map((target) => `${target.source} ${target.everyMs}`);
    expect(asked(from - 1)).toEqual(['api 60000']);
    expect(asked(from)).toEqual(['api 30000', 'orders 60000']);
    expect(asked(from + 86_399_999)).toEqual(['api 30000', 'orders 60000']);
    expect(asked(from + 86_400_000)).toEqual([]);
  });

  it.each([
    // The default timeout of 10 s fits six times into a minute: one more may have begun.
    ['60s', '10s', retry, 2],
    // 10 s spans two slots of 5 s beside the one that comes.
    ['5s', '10s', retry, 3],
    // 3 attempts of 10 s and 2 delays of 5 s are 40 s: ceil(40 / 15) + 1.
    ['15s', '10s', { attempts: 3, delay: '5s' }, 4],
  ])(
    'asked every %s with a timeout of %s may have so many slots under way',
    (every, timeout, retries, atOnce) => {
      expect(targets({ every, retry: retries, spec: { url, timeout } })).toMatchObject([{ atOnce }]);
    },
  );
});
