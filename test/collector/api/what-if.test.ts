import { describe, expect, it } from 'vitest';
import { createApp } from '@upheld/collector/api/app';
import type { Readers } from '@upheld/collector/api/readers';
import type { DefinitionsStatement } from '@upheld/shared/evaluation/definitions';
import type { WhatIf } from '@upheld/shared/evaluation/what-if';
import { anAgreement } from '../../builders/agreement.ts';

const now = Date.UTC(2026, 7, 15);
const terms = {
  op: '>=' as const,
  target: '99.5%',
  calendar: 'always',
  formula: 'good / all',
  meaning: null,
};
const whatIf: WhatIf = {
  ...{ agreement: 'acme', promise: 'uptime', indicator: 'availability', asOf: now },
  ...{ change: {}, was: terms, would: terms, periods: [], differing: 0 },
};
const definitions: DefinitionsStatement = {
  ...{ agreement: 'acme', promise: 'uptime', period: '2026-Q3', asOf: now, periods: [] },
};

/** The API of one agreement, and what its readers were asked. */
function api(change: Partial<Readers> = {}) {
  const asked: unknown[] = [];
  const readers: Readers = {
    agreements: () => [anAgreement()],
    exclusions: () => [],
    statement: () => Promise.reject(new Error('not asked here')),
    whatIf: async (_agreement, question) => (asked.push(question), whatIf),
    definitions: async (_agreement, question) => (asked.push(question), definitions),
    occurrences: async () => [],
    failures: async () => [],
    witnesses: async () => ({ heard: [], checks: [] }),
    sources: async () => [],
    staleDesks: async () => [],
    support: async () => [],
    ticket: async () => [],
    system: () => ({
      ...{ asOf: now, version: '0.1.0' },
      config: { loadedAt: now, lastReloadSuccessful: true, faults: [] },
    }),
    now: () => now,
    ...change,
  };
  const app = createApp(
    {
      readersFor: () => readers,
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
    (error) => expect.unreachable(String(error)),
  );
  const get = async (path: string) => {
    const headers = { host: '127.0.0.1:4401' };
    const response = await app.request(`http://127.0.0.1:4401/api/v1/agreements/${path}`, { headers });
    return { status: response.status, body: await response.json() };
  };
  return { asked, get };
}

describe('GET what-if', () => {
  it('judges the last four periods that have ended where none are named', async () => {
    const { asked, get } = api();
    const { status, body } = await get('acme/objectives/uptime/what-if?target=99.95%25');
    expect(status).toBe(200);
    expect(body).toMatchObject({ system: { version: '0.1.0' }, whatIf });
    const periods = ['2026-04', '2026-05', '2026-06', '2026-07'];
    expect(asked).toEqual([{ promise: 'uptime', periods, change: { target: '99.95%' } }]);
  });

  it('takes every change and the periods that are asked for', async () => {
    const { asked, get } = api();
    const change = { threshold: '150ms', calendar: 'always', exclusions: 'none', notMeasured: 'bad' };
    const query = new URLSearchParams({ ...change, periods: '2026-Q1..2026-Q2' });
    await get(`acme/objectives/uptime/what-if?${query}`);
    await get('acme/objectives/uptime/what-if?last=1');
    expect(asked).toEqual([
      { promise: 'uptime', periods: ['2026-Q1', '2026-Q2'], change },
      { promise: 'uptime', periods: ['2026-07'], change: {} },
    ]);
  });

  it.each([
    ['target=101%25', 'target: a target is between 0% and 100%, such as 99.9'],
    ['exclusions=some', 'exclusions: one of none, requested, approved'],
    ['tarket=99%25', 'such as ?target=99.95%25&last=4'],
    ['periods=2026-Q3..2026-Q1', 'such as 2026-Q1..2026-Q3'],
    ['last=4&periods=2026', 'periods and last ask for different periods'],
    ['last=99', 'a whole number from 1 to 36'],
  ])('refuses ?%s with the rule', async (query, words) => {
    const { status, body } = await api().get(`acme/objectives/uptime/what-if?${query}`);
    expect(status).toBe(400);
    expect(body.detail).toContain(words);
  });

  it('answers what does not fit the promise with a 400, and what is not there with a 404', async () => {
    const unfit = api({ whatIf: () => Promise.reject(new RangeError('uptime has no threshold')) });
    expect(await unfit.get('acme/objectives/uptime/what-if')).toMatchObject({
      status: 400,
      body: { detail: 'uptime has no threshold' },
    });
    for (const what of ['what-if', 'definitions']) {
      expect(await api().get(`acme/objectives/uptme/${what}`)).toMatchObject({
        status: 404,
        body: { detail: 'acme has no promise "uptme"; its promises are: uptime' },
      });
      expect((await api().get(`nobody/objectives/uptime/${what}`)).status).toBe(404);
    }
  });
});

describe('GET definitions', () => {
  it('shows the quarter that runs where no period is asked for, or the year of a yearly promise', async () => {
    const { asked, get } = api();
    expect(await get('acme/objectives/uptime/definitions')).toMatchObject({
      status: 200,
      body: { definitions },
    });
    await get('acme/objectives/uptime/definitions?period=2026-07');
    const [objective] = anAgreement().objectives;
    if (objective === undefined) throw new Error('the builder has an objective');
    const yearly = api({
      agreements: () => [anAgreement({ objectives: [{ ...objective, period: 'year' }] })],
    });
    await yearly.get('acme/objectives/uptime/definitions');
    expect([...asked, ...yearly.asked]).toEqual([
      { promise: 'uptime', period: '2026-Q3' },
      { promise: 'uptime', period: '2026-07' },
      { promise: 'uptime', period: '2026' },
    ]);
  });
});
