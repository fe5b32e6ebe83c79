import { describe, expect, it } from 'vitest';
import { targetsOf } from '@upheld/collector/collect/target';
import { connectorKinds } from '@upheld/collector/connectors/registry';
import { probeKinds } from '@upheld/collector/probes/registry';
import { trafficKinds } from '@upheld/collector/traffic/registry';
import { anAgreement } from '../../builders/agreement.ts';

const kinds = { probes: probeKinds, connectors: connectorKinds, traffic: trafficKinds };
const retry = { attempts: 1, delay: '5s' };
const source = { name: 'api', every: '60s', retry, agreeing: 1 };

function targets(...sources: object[]) {
  const written = sources.map((change) => ({ ...source, type: 'http', spec: {}, ...change }));
  return targetsOf([anAgreement({ sources: written })], kinds, Date.UTC(2026, 6, 1));
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

  it('are asked while their agreement is in effect, and its desks 45 days longer', () => {
    const sources = [
      { ...source, type: 'http', spec: { url } },
      { ...source, name: 'desk', type: 'json-http', spec: { url } },
    ];
    const effective = { from: '2026-07-01', until: '2026-07-31' };
    const agreement = anAgreement({ sources, effective, timeZone: 'Europe/Berlin' });
    const asked = (at: number) => targetsOf([agreement], kinds, at).map((target) => target.source);
    // In Berlin, 1 July begins at 22:00 UTC of the day before, and 31 July ends at 22:00 UTC.
    const [begins, ends] = [Date.UTC(2026, 5, 30, 22), Date.UTC(2026, 6, 31, 22)];
    expect(asked(begins - 1)).toEqual([]);
    expect(asked(begins)).toEqual(['api', 'desk']);
    expect(asked(ends - 1)).toEqual(['api', 'desk']);
    expect(asked(ends)).toEqual(['desk']);
    expect(asked(ends + 45 * 86_400_000)).toEqual([]);
  });

  it.each([
    // The default timeout of 10 s and 10 s for the controls fit three times into a minute: one more may have begun.
    ['60s', '10s', retry, 2],
    // 20 s span four slots of 5 s beside the one that comes.
    ['5s', '10s', retry, 5],
    // 3 attempts of 10 s, 2 delays of 5 s and 10 s for the controls are 50 s: ceil(50 / 15) + 1.
    ['15s', '10s', { attempts: 3, delay: '5s' }, 5],
  ])(
    'asked every %s with a timeout of %s may have so many slots under way',
    (every, timeout, retries, atOnce) => {
      expect(targets({ every, retry: retries, spec: { url, timeout } })).toMatchObject([{ atOnce }]);
    },
  );
});
