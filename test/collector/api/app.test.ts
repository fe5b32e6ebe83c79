import { describe, expect, it } from 'vitest';
import { createApp } from '@upheld/collector/api/app';
import { StoreError } from '@upheld/collector/store/store-error';
import type { ApiParts, Change, Readers } from '@upheld/collector/api/readers';
import { failuresSchema } from '@upheld/shared/api/failure-records';
import { sourcesSchema } from '@upheld/shared/api/source-records';
import { witnessesSchema } from '@upheld/shared/api/witness-records';
import { aPeriod, aPromise, aStatement, anAgreement, anOccurrence } from '../../builders/agreement.ts';

const now = Date.UTC(2026, 7, 15);

function readers(change: Partial<Readers> = {}): Readers {
  return {
    agreements: () => [anAgreement()],
    exclusions: () => [],
    statement: async (_agreement, period) => aStatement({ period }),
    whatIf: () => Promise.reject(new Error('not asked here')),
    definitions: () => Promise.reject(new Error('not asked here')),
    occurrences: async () => [anOccurrence()],
    failures: async () => [],
    witnesses: async () => ({ heard: [], checks: [] }),
    sources: async () => [],
    staleDesks: async () => [],
    support: async () => [],
    ticket: async () => [],
    system: () => ({
      asOf: now,
      version: '0.1.0',
      config: { loadedAt: now, lastReloadSuccessful: true, faults: [] },
    }),
    now: () => now,
    ...change,
  };
}

function app(change: Partial<ApiParts> = {}, own: Partial<Readers> = {}, errors: unknown[] = []) {
  const parts: ApiParts = {
    readersFor: () => readers(own),
    notReady: async () => null,
    reload: async () => ({ ok: true }),
    metrics: async () => ({ contentType: 'text/plain', text: 'upheld_build_info 1\n' }),
    subscribe: () => () => undefined,
    answered: () => undefined,
    knowsBeat: () => false,
    receptionOf: () => null,
    beat: async () => 'unknown',
    ...change,
  };
  return createApp(parts, '0.1.0', (error) => errors.push(error));
}

const ask = (path: string, built = app(), init: RequestInit = {}) =>
  built.request(`http://127.0.0.1:4401${path}`, {
    ...init,
    headers: { host: '127.0.0.1:4401', ...init.headers },
  });

describe('the API', () => {
  it('lists agreements with verdict, counts and open triggers', async () => {
    const response = await ask('/api/v1/agreements');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      agreements: [
        { id: 'acme', verdict: 'met', counts: { met: 1, missed: 0 }, openTriggers: 1, simulated: false },
      ],
    });
  });

  it('gives the current quarter of the agreement where no period is asked for', async () => {
    const answer = await (await ask('/api/v1/agreements/acme')).json();
    expect(answer).toMatchObject({
      statement: { period: '2026-Q3' },
      periods: ['2026-Q3', '2026-Q2', '2026-Q1'],
    });
  });

  it('says which ticket desks are not known to their present, beside the promises that stand on them', async () => {
    const stale = (source: string) => ({ source, knownUntil: 1_000, failingSince: 2_000 });
    const built = app({}, { staleDesks: async () => [stale('api'), stale('desk')] });
    expect(await (await ask('/api/v1/agreements/acme', built)).json()).toMatchObject({
      staleDesks: [stale('api'), stale('desk')],
    });
    // The builder's promise reads the source `api`.
    expect(await (await ask('/api/v1/agreements/acme/objectives/uptime', built)).json()).toMatchObject({
      staleDesks: [stale('api')],
    });
  });

  it('gives one promise with its ledger, exclusions and triggers', async () => {
    const answer = await (await ask('/api/v1/agreements/acme/objectives/uptime?period=2026-07')).json();
    expect(answer).toMatchObject({
      promise: { name: 'uptime', periods: [{ ledger: { bad: 43 } }] },
      triggers: [{ trigger: 'missed', clearedAt: null }],
    });
  });

  it('lists the first 200 clocks of a period and counts the others, in the statement and of one promise', async () => {
    const clocks = Array.from({ length: 1_000 }, (_, at) => ({
      ...{
        ticket: 'T-1',
        severity: 1,
        startAt: at,
        dueAt: at + 1,
        stoppedAt: null,
        state: 'missed' as const,
      },
    }));
    const promises = [aPromise({ kind: 'support', periods: [aPeriod({ clocks })] })];
    const built = app({}, { statement: async (_agreement, period) => aStatement({ period, promises }) });
    const periods = [
      { clocks: { length: 200 }, clocksMore: { missed: 800, unknown: 0, running: 0, met: 0 } },
    ];
    expect(await (await ask('/api/v1/agreements/acme', built)).json()).toMatchObject({
      statement: { promises: [{ periods }] },
    });
    expect(await (await ask('/api/v1/agreements/acme/objectives/uptime', built)).json()).toMatchObject({
      promise: { periods },
    });
  });

  it('gives the checks of a promise that failed in a month, ours apart from theirs, the newest first', async () => {
    const asked: Parameters<Readers['failures']>[0][] = [];
    const failures: Readers['failures'] = async (query) => {
      asked.push(query);
      const check = { source: query.source, vantage: 'main', reason: 'timeout', latencyMs: null, seen: {} };
      return [1, 3, 2].map((at) => ({ ...check, at, attempts: [] }));
    };
    const path = '/api/v1/agreements/acme/objectives/uptime/failures';
    const answer = await (await ask(`${path}?period=2026-07`, app({}, { failures }))).json();
    const { bad, unmeasured } = failuresSchema.parse(answer);
    expect(bad.map(({ at }) => at)).toEqual([3, 2, 1]);
    expect(unmeasured).toHaveLength(3);
    // July in Berlin, two hours ahead of UTC.
    const window = { start: Date.UTC(2026, 5, 30, 22), end: Date.UTC(2026, 6, 31, 22) };
    const query = { agreement: 'acme', source: 'api', ...window, limit: 50 };
    expect(asked).toEqual([
      { ...query, outcome: 'bad' },
      { ...query, outcome: 'unmeasured' },
    ]);
    expect((await ask('/api/v1/agreements/acme/objectives/nothing/failures')).status).toBe(404);
  });

  it('gives what the parties publish of their services, and proposes what they announce', async () => {
    const maintenance = [{ id: 'm', name: 'Upgrade', start: now, end: now + 60_000 }];
    const reports = [{ at: now, seenAt: now, status: 'operational' as const, maintenance }];
    const witnesses = async () => ({ heard: [{ source: 'page', reports }], checks: [] });
    const answer = await (await ask('/api/v1/agreements/acme/witnesses', app({}, { witnesses }))).json();
    expect(witnessesSchema.parse(answer)).toMatchObject({
      witnesses: [{ source: 'page', status: 'operational', agreement: 'unknown' }],
      proposals: [{ id: 'm', isOnPage: true }],
      proposalsLeftOff: 0,
    });
  });

  it('gives the sources under the terms in force, with how each stands', async () => {
    const amended = [{ name: 'a1', from: now, terms: anAgreement({ displayName: 'Acme, amended' }) }];
    const common = { source: 'desk', type: 'json-http', every: '5m', measuredBy: null, nextAt: now + 60_000 };
    const sources: Readers['sources'] = async ({ displayName }) => [
      {
        ...common,
        gives: 'tickets',
        syncedUntil: now,
        failingSince: now,
        error: displayName,
        reconciledAt: null,
      },
    ];
    const built = app({}, { agreements: () => [anAgreement({ amended })], sources });
    const answer = await (await ask('/api/v1/agreements/acme/sources', built)).json();
    expect(sourcesSchema.parse(answer).sources).toEqual([
      {
        ...common,
        gives: 'tickets',
        syncedUntil: now,
        failingSince: now,
        error: 'Acme, amended',
        reconciledAt: null,
      },
    ]);
    expect((await ask('/api/v1/agreements/nobody/sources', built)).status).toBe(404);
  });

  it('answers an unknown agreement with a problem that names the known ones', async () => {
    const response = await ask('/api/v1/agreements/nobody');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      status: 404,
      detail: 'There is no agreement "nobody"; the agreements are: acme',
    });
  });

  it('says why a promise is not judged over a period shorter than its own', async () => {
    const skipping = app(
      {},
      {
        statement: async () =>
          aStatement({ promises: [], skipped: [{ name: 'capacity', reason: 'it is judged per quarter' }] }),
      },
    );
    const response = await ask('/api/v1/agreements/acme/objectives/capacity?period=2026-07', skipping);
    expect(response.status).toBe(404);
    expect((await response.json()).detail).toContain('it is judged per quarter');
  });

  describe('with a promise that is judged by the year', () => {
    const byYear = anAgreement().objectives.map((each) => ({ ...each, period: 'year' as const }));
    const yearly = aPromise({ name: 'capacity', period: 'year', periods: [aPeriod({ verdict: 'missed' })] });
    const skipped = [{ name: 'capacity', reason: 'it is judged by the year' }];
    const built = app(
      {},
      {
        agreements: () => [anAgreement({ effective: { from: '2025-05-01' }, objectives: byYear })],
        statement: async (_agreement, period) =>
          period.includes('Q')
            ? aStatement({ period, skipped })
            : aStatement({ period, promises: [aPromise(), yearly] }),
      },
    );
    const answerTo = async (path: string) => (await ask(`/api/v1/agreements${path}`, built)).json();

    it('counts it in the portfolio as it stands in the year that runs', async () => {
      const { agreements } = await answerTo('');
      expect(agreements).toMatchObject([
        { period: '2026-Q3', verdict: 'missed', counts: { met: 1, missed: 1 } },
      ]);
    });

    it('offers the years after the quarters, because no quarter shows it', async () => {
      const { periods } = await answerTo('/acme');
      expect(periods).toEqual([
        '2026-Q3',
        '2026-Q2',
        '2026-Q1',
        '2025-Q4',
        '2025-Q3',
        '2025-Q2',
        '2026',
        '2025',
      ]);
    });

    it('shows it over the year that runs and offers years alone', async () => {
      const answer = await answerTo('/acme/objectives/capacity');
      expect(answer).toMatchObject({ promise: { name: 'capacity' }, periods: ['2026', '2025'] });
    });
  });

  it.each(['?period=2026-13', '?period=yesterday', '?perod=2026-07', '?period=2026-Q5'])(
    'refuses the query %s with rule and example',
    async (query) => {
      const response = await ask(`/api/v1/agreements/acme${query}`);
      expect(response.status).toBe(400);
      expect((await response.json()).detail).toContain('such as ?period=2026-Q3');
    },
  );

  it('says what a period is instead of the pattern that it is read by', async () => {
    const response = await ask('/api/v1/agreements/acme?period=2026-Q5');
    expect((await response.json()).detail).toBe(
      'period: got "2026-Q5"; a period is a month, a quarter or a year; such as ?period=2026-Q3',
    );
  });

  it('gives the triggers of one agreement, and of an unknown one a problem instead of none', async () => {
    const two = app({}, { agreements: () => [anAgreement(), anAgreement({ name: 'globex' })] });
    const all = await (await ask('/api/v1/triggers', two)).json();
    const own = await (await ask('/api/v1/triggers?agreement=acme', two)).json();
    expect([all.triggers[0].occurrences.length, own.triggers[0].occurrences.length]).toEqual([2, 1]);
    const unknown = await ask('/api/v1/triggers?agreement=acmee', two);
    expect(unknown.status).toBe(404);
    expect((await unknown.json()).detail).toContain('the agreements are: acme, globex');
  });

  it('answers 503 while the store is away, which the log says by itself, and how to learn more', async () => {
    for (const code of ['lost', 'busy'] as const) {
      const errors: unknown[] = [];
      const away = new StoreError(code, 'the store postgres://db/upheld: connect ECONNREFUSED 10.0.0.7:5432');
      const waiting = app({}, { statement: () => Promise.reject(away) }, errors);
      const response = await ask('/api/v1/agreements', waiting);
      expect([response.status, response.headers.get('retry-after'), errors]).toEqual([503, '5', []]);
      expect(await response.json()).toMatchObject({
        title: 'Not ready',
        detail: 'The store cannot be reached now; ask again in a moment. /-/ready of the collector says why.',
      });
    }
  });

  it('tells nothing of an unexpected error but that it was logged', async () => {
    const errors: unknown[] = [];
    const broken = app({}, { statement: () => Promise.reject(new Error('disk on fire')) }, errors);
    const response = await ask('/api/v1/agreements', broken);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('disk on fire');
    expect(errors).toHaveLength(1);
  });

  it.each([
    ['a foreign Host', { host: 'upheld.attacker.example' }],
    ['a foreign Origin', { origin: 'https://attacker.example' }],
  ])('refuses %s, because nobody signs in yet', async (_name, headers) => {
    expect((await ask('/-/reload', app(), { method: 'POST', headers })).status).toBe(403);
  });

  it('describes its routes and records as OpenAPI', async () => {
    const document = await (await ask('/api/v1/openapi.json')).json();
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/v1/agreements',
      '/api/v1/agreements/{id}',
      '/api/v1/agreements/{id}/objectives/{name}',
      '/api/v1/agreements/{id}/objectives/{name}/definitions',
      '/api/v1/agreements/{id}/objectives/{name}/explanations',
      '/api/v1/agreements/{id}/objectives/{name}/failures',
      '/api/v1/agreements/{id}/objectives/{name}/what-if',
      '/api/v1/agreements/{id}/sources',
      '/api/v1/agreements/{id}/tickets',
      '/api/v1/agreements/{id}/tickets/{source}/{ticket}',
      '/api/v1/agreements/{id}/witnesses',
      '/api/v1/heartbeats/{token}',
      '/api/v1/triggers',
      '/api/v1/webhooks/{agreement}/{source}',
    ]);
    expect(JSON.stringify(document)).toContain('unmeasuredRanges');
    expect(document.info.description).toContain('milliseconds since 1970');
  });
});

describe('the operations', () => {
  it('are ready, or say why not', async () => {
    expect((await ask('/-/ready')).status).toBe(200);
    const full = app({ notReady: async () => 'the store cannot write: disk full' });
    const response = await ask('/-/ready', full);
    expect(response.status).toBe(503);
    expect((await response.json()).detail).toBe('the store cannot write: disk full');
  });

  it('answer a reload that failed with its faults', async () => {
    const faulty = app({ reload: async () => ({ ok: false, faults: ['config/a.yaml:1:1: kind: got "X"'] }) });
    const response = await ask('/-/reload', faulty, { method: 'POST' });
    expect(response.status).toBe(400);
    expect((await response.json()).detail).toContain('config/a.yaml:1:1');
  });

  it('count every answer by code and method', async () => {
    const seen: string[] = [];
    const counting = app({ answered: (code, method) => seen.push(`${method} ${code}`) });
    await ask('/metrics', counting);
    await ask('/nowhere', counting);
    expect(seen).toEqual(['GET 200', 'GET 404']);
  });
});

describe('live changes', () => {
  it('reach a listener as server-sent events and free it when it leaves', async () => {
    const listeners = new Set<(change: Change) => void>();
    const subscribe = (listener: (change: Change) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    };
    const abort = new AbortController();
    const response = await ask('/api/v1/events', app({ subscribe }), { signal: abort.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain(': connected');
    for (const listener of listeners) listener({ agreement: 'acme', asOf: now });
    expect((await reader?.read())?.value).toBe(
      `event: changed\ndata: {"agreement":"acme","asOf":${now}}\n\n`,
    );
    await reader?.cancel();
    await expect.poll(() => listeners.size).toBe(0);
  });
});
