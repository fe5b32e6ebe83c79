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
  return targetsOf([anAgreement({ sources: written })], kinds);
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
