// Several collectors that look at one partner from several places: each keeps what it saw under the name of
// its place, and the agreement says how many of them must agree.
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Attempt } from '@upheld/collector/probes/probe';
import { evaluateFrom } from '@upheld/collector/evaluation/evaluator';
import { openStore } from '@upheld/collector/store/registry';
import type { Store } from '@upheld/collector/store/store';
import { anAgreement } from '../../builders/agreement.ts';
import { install } from '../bin/launched.ts';
import { startCollector } from '../collector-process.ts';
import { httpServer } from '../egress/servers.ts';
import { collecting, minute, noon, outsideOf, probed, well } from './scene.ts';
import { temporaryStore } from './temporary-store.ts';

const down: Attempt = { ...well, outcome: 'bad', reason: 'status', status: 500, error: 'got status 500' };

/** The minutes from noon in which each place finds the partner down. */
const downFrom = { oslo: [4, 5], rome: [2, 3, 4, 5, 6] };

/** Ten minutes of one place: a slot at the start of each. */
async function lookFrom(vantage: keyof typeof downFrom, store: Store): Promise<void> {
  const { collect } = collecting(store, { outside: () => outsideOf(vantage) });
  for (let number = 0; number < 10; number += 1) {
    const isDown = downFrom[vantage].includes(number);
    const target = probed('api', async () => (isDown ? down : well));
    const slot = noon + number * minute;
    await collect.keep(target, slot, await collect.ask(target, slot));
  }
  await collect.close();
}

async function ledger(store: Store, agreeing: number) {
  const [source] = anAgreement().sources;
  if (source === undefined) throw new Error('the agreement has a source');
  const agreement = anAgreement({
    ...{ effective: { from: '2026-08-15' }, timeZone: 'Etc/UTC' },
    sources: [{ ...source, agreeing }],
  });
  const judge = evaluateFrom(store, () => false);
  const asOf = noon + 10 * minute;
  const statement = await judge({ agreement, exclusions: [], period: '2026-08', asOf });
  return statement.promises[0]?.periods[0]?.ledger;
}

describe('two places that look at one partner', () => {
  it('are both kept, and a minute is bad where as many of them agree as the agreement says', async () => {
    const store = await temporaryStore();
    await lookFrom('oslo', store);
    await lookFrom('rome', store);
    const series = await store.readSamples({
      ...{ agreement: 'acme', source: 'api', start: noon, end: noon + 10 * minute },
    });
    // 0 is ok and 1 is bad.
    expect(series.map(({ vantage, outcome }) => [vantage, [...outcome]])).toEqual([
      ['oslo', [0, 0, 0, 0, 1, 1, 0, 0, 0, 0]],
      ['rome', [0, 0, 1, 1, 1, 1, 1, 0, 0, 0]],
    ]);
    // A slot speaks for its minute and half of the next, which has its own: minutes 2 to 6 are bad for one.
    expect(await ledger(store, 1)).toMatchObject({ good: 5, bad: 5 });
    // Both say so in minutes 4 and 5 only.
    expect(await ledger(store, 2)).toMatchObject({ good: 8, bad: 2 });
  });

  it('are judged by the one that speaks where the other is silent', async () => {
    const store = await temporaryStore();
    await lookFrom('rome', store);
    expect(await ledger(store, 2)).toMatchObject({ good: 5, bad: 5 });
  });
});

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
    - { name: api, type: http, every: 1s, agreeing: 2, spec: { url: "${url}", timeout: 1s } }
  objectives:
    - name: uptime
      owedBy: acme
      indicator: { type: availability, sources: [api] }
      objective: { op: ">=", target: 99.5% }
      period: month
`;

const settings = (vantage: string) => `
apiVersion: upheld/v1
kind: Settings
metadata: { name: settings }
spec: { vantage: ${vantage}, contact: ${vantage}@us.example, egress: { allow: [{ cidr: 127.0.0.0/8 }] } }
`;

describe('two collectors on one database file', () => {
  it('keep what each of them sees of a partner that only one of them reaches', async () => {
    const partner = await httpServer(({ headers }, response) => {
      response.writeHead(headers['user-agent']?.includes('rome@') === true ? 500 : 200).end();
    });
    const files = (vantage: string) => ({
      'acme.yaml': agreement(partner.url),
      'settings.yaml': settings(vantage),
    });
    const [oslo, rome] = [await install(files('oslo')), await install(files('rome'))];
    onTestFinished(oslo.remove);
    onTestFinished(rome.remove);
    const storeUrl = `sqlite:${join(String(oslo.env['UPHELD_DATA']), 'shared.db')}`;
    const query = { agreement: 'acme', source: 'api', start: 0, end: Date.now() + 3_600_000 };
    const ended = async () => {
      const store = await openStore(storeUrl, { isReader: true });
      const series = await store.readSamples(query);
      await store.close();
      return series.map(({ vantage, outcome }) => [vantage, outcome.at(-1)]);
    };
    const waiting = { timeout: 20_000, interval: 50 };
    // One after the other: one process writes an SQLite store.
    const first = await startCollector({ ...oslo.env, UPHELD_STORE_URL: storeUrl });
    await vi.waitFor(async () => expect(await ended()).toEqual([['oslo', 0]]), waiting);
    await first.stop();
    await startCollector({ ...rome.env, UPHELD_STORE_URL: storeUrl });
    const both = [
      ['oslo', 0],
      ['rome', 1],
    ];
    await vi.waitFor(async () => expect(await ended()).toEqual(both), waiting);
  });
});
