import { importLoadTest } from '@upheld/collector/imports/load-test';
import { loadTestExample } from '@upheld/collector/imports/load-test-file';
import type { Problem } from '@upheld/collector/imports/import-rows';
import type { LoadTest } from '@upheld/shared/facts/load-test';
import { describe, expect, it } from 'vitest';
import { anAgreement } from '../../builders/agreement.ts';
import { recordingStore } from './memory-store.ts';

const at = Date.UTC(2026, 6, 1, 9);

const [objective] = anAgreement().objectives;
if (objective === undefined) throw new Error('the builder has an objective');
const indicator = { type: 'capacity', sources: [], users: 10_000, validFor: '12M' };
const agreement = anAgreement({ objectives: [objective, { ...objective, name: 'capacity', indicator }] });

async function run(document: unknown, { given = null }: { given?: number | null } = {}) {
  const store = recordingStore();
  const problems: Problem[] = [];
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const report = await importLoadTest(inPieces(text), {
    ...{ agreement, objective: 'capacity', at: given, store },
    onProblem: (problem) => problems.push(problem),
  });
  return { report, stored: store.loadTests, faults: problems.map((problem) => problem.text) };
}

async function* inPieces(text: string) {
  for (const letter of new TextEncoder().encode(text)) yield Uint8Array.of(letter);
}

const aTest = (change: Partial<LoadTest> = {}): LoadTest => ({
  ...{ agreement: 'acme', objective: 'capacity', name: 'load test', at },
  ...{ users: 10_000, terms: [], tool: null },
  ...change,
});

/** What `k6 run --summary-export=FILE` writes, cut down to what matters. A threshold is true where it was crossed. */
const exported = {
  root_group: { name: '', path: '', id: 'd41d8cd98f00b204e9800998ecf8427e', groups: {}, checks: {} },
  metrics: {
    http_req_duration: { avg: 82.1, max: 911.2, 'p(95)': 187.5, thresholds: { 'p(95)<200': false } },
    http_req_failed: { passes: 120, fails: 9880, value: 0.012, thresholds: { 'rate<0.001': true } },
    vus: { value: 12, min: 12, max: 10_000 },
    vus_max: { value: 12_000, min: 12_000, max: 12_000 },
  },
};

/** What `handleSummary(data)` gets, written as it is. */
const handled = {
  root_group: { name: '', path: '', id: 'd41d8cd98f00b204e9800998ecf8427e', groups: [], checks: [] },
  options: { summaryTrendStats: ['avg', 'p(95)'], summaryTimeUnit: '', noColor: false },
  state: { isStdOutTTY: true, isStdErrTTY: true, testRunDurationMs: 600_000 },
  metrics: {
    http_req_duration: {
      ...{ type: 'trend', contains: 'time', values: { avg: 82.1, 'p(95)': 187.5 } },
      thresholds: { 'p(95)<200': { ok: true } },
    },
    http_req_failed: {
      ...{ type: 'rate', contains: 'default', values: { rate: 0.012, passes: 120, fails: 9880 } },
      thresholds: { 'rate<0.001': { ok: false } },
    },
    vus: { type: 'gauge', contains: 'default', values: { value: 12, min: 12, max: 10_000 } },
    vus_max: { type: 'gauge', contains: 'default', values: { value: 12_000, min: 12_000, max: 12_000 } },
  },
};

const k6Test = aTest({
  tool: 'k6',
  terms: [
    { name: 'http_req_duration: p(95)<200', kept: true },
    { name: 'http_req_failed: rate<0.001', kept: false },
  ],
});

describe('importing a load test', () => {
  it('reads the summary export of k6, where true is a threshold that was crossed', async () => {
    const { report, stored: tests } = await run(exported, { given: at });
    expect(report).toEqual({ stored: 1, duplicates: 0, conflicts: 0, bad: 0 });
    expect(tests).toEqual([k6Test]);
  });

  it('reads what handleSummary of k6 is given, where ok is a threshold that was kept', async () => {
    expect((await run(handled, { given: at })).stored).toEqual([k6Test]);
  });

  it('takes a k6 test without thresholds for one without terms', async () => {
    const metrics = { vus: { value: 1, min: 1, max: 10_000 } };
    expect((await run({ metrics }, { given: at })).stored).toEqual([aTest({ tool: 'k6' })]);
  });

  it('asks for the instant of a k6 test, which its summary does not tell', async () => {
    const { report, faults, stored: tests } = await run(exported);
    expect([report.bad, tests]).toEqual([1, []]);
    expect(faults).toEqual([
      'at: got nothing; a summary of k6 does not say when the test ran: say when it ended, such as --at 2026-07-01T09:00:00+02:00',
    ]);
  });

  it('tells every fault of a k6 summary at once', async () => {
    const metrics = {
      http_reqs: { thresholds: { 'rate>100': 'yes', 'count>5': { ok: 1 } } },
      vus_max: { max: 5 },
    };
    const users = expect.stringMatching(/^metrics\.vus: got nothing; k6 says here how many virtual users/);
    const threshold = 'a threshold of k6 says whether it was kept, such as { "ok": true }';
    expect((await run({ metrics })).faults).toEqual([
      users,
      `metrics.http_reqs.thresholds.rate>100: got "yes"; ${threshold}`,
      `metrics.http_reqs.thresholds.count>5: got a mapping; ${threshold}`,
      expect.stringMatching(/^at: got nothing; a summary of k6 does not say when/),
    ]);
  });

  it.each([
    [{ metrics: { vus_max: { max: 5 } } }, 'metrics.vus: got nothing'],
    [{ metrics: { vus: { value: 1 } } }, 'metrics.vus.max: got nothing'],
    [{ metrics: { vus: { max: 10.5 } } }, 'metrics.vus.max: got 10.5'],
    [{ metrics: { vus: { values: { max: 'many' } } } }, 'metrics.vus.values.max: got "many"'],
  ])('asks for the users that were active at once: %j', async (document, says) => {
    expect((await run(document, { given: at })).faults).toEqual([
      `${says}; k6 says here how many virtual users were active at once, a whole number; a test that ends within a second has none, such as 10000`,
    ]);
  });

  it('refuses the form of k6 that does not say whether thresholds were kept', async () => {
    const document = { config: {}, metadata: { k6Version: '1.5.0' }, results: { checks: {}, metrics: [] } };
    expect((await run(document, { given: at })).faults).toEqual([
      expect.stringMatching(
        /does not say whether thresholds were kept; run k6 without --new-machine-readable-summary$/,
      ),
    ]);
  });

  it('reads the example of its own form', async () => {
    const terms = [{ name: 'p95 < 200 ms', kept: true }];
    expect((await run(loadTestExample)).stored).toEqual([aTest({ terms })]);
  });

  it('reads a name, a tool and an instant in milliseconds', async () => {
    const document = { at, users: 9999, terms: [], name: 'autumn', tool: 'locust' };
    expect((await run(document)).stored).toEqual([aTest({ users: 9999, name: 'autumn', tool: 'locust' })]);
  });

  it('takes the instant from beside the file where the file has none, and refuses two', async () => {
    const document = { users: 10_000, terms: [] };
    expect((await run(document, { given: at })).stored).toEqual([aTest()]);
    expect((await run({ ...document, at }, { given: at })).stored).toEqual([aTest()]);
    expect((await run({ ...document, at }, { given: at + 1 })).faults).toEqual([
      'at: the file and --at name two different instants; leave --at out',
    ]);
  });

  it('tells every fault of its own form at once', async () => {
    const document = { users: -1, terms: [{ name: '', kept: 'yes' }], tester: 'Ina' };
    expect((await run(document)).faults).toEqual([
      'users: got -1; users is how many concurrent users the test reached, a whole number, such as 10000',
      'terms.0.name: got ""; a term is text of 1 to 200 characters, such as p95 < 200 ms',
      'terms.0.kept: got "yes"; kept is true or false, such as true',
      'tester: got the unknown key "tester"; one of at, users, terms, name, tool, such as at',
      'at: got nothing; at is when the test ended, such as "2026-07-01T09:00:00Z"',
    ]);
    expect((await run({ at: 'yesterday', users: 1, terms: {} })).faults).toEqual([
      expect.stringMatching(/^at: got "yesterday"; an instant is ISO 8601/),
      expect.stringMatching(/^terms: got a mapping; terms is a list/),
    ]);
  });

  it.each([
    ['', 'got no JSON'],
    ['{"users": 1', 'got no JSON'],
    ['[]', 'got JSON that is no object'],
    ['null', 'got JSON that is no object'],
  ])('says of %j that it is no load test', async (text, says) => {
    expect((await run(text)).faults).toEqual([
      `${says}; a load test is a summary of k6, or at, users and terms, such as ${loadTestExample}`,
    ]);
  });

  it('drops a byte order mark and reads letters that are split between pieces', async () => {
    const document = `\uFEFF${JSON.stringify({ at, users: 10_000, terms: [], name: 'Prüfung' })}`;
    expect((await run(document)).stored).toEqual([aTest({ name: 'Prüfung' })]);
  });

  it('reports a test that contradicts the stored one, with both results', async () => {
    const kept = aTest({ terms: [{ name: 'p95', kept: true }] });
    const problems: Problem[] = [];
    const report = await importLoadTest(inPieces(JSON.stringify({ at, users: 9, terms: [], tool: 'wrk' })), {
      ...{ agreement, objective: 'capacity', at: null, onProblem: (problem) => problems.push(problem) },
      store: {
        putLoadTests: async (tests) => ({
          ...{ stored: 0, duplicates: 0 },
          conflicts: tests.map((given, index) => ({ index, given, kept })),
        }),
      },
    });
    expect(report).toEqual({ stored: 0, duplicates: 0, conflicts: 1, bad: 0 });
    expect(problems).toEqual([
      {
        ...{ kind: 'conflict', line: null },
        text: 'load test at 2026-07-01T09:00:00Z: got 9 users by wrk (no terms); the store already holds 10000 users (p95 kept), and the first is kept',
      },
    ]);
  });

  it('names the promises of capacity that there are', async () => {
    const parts = { at: null, store: recordingStore(), onProblem: () => undefined };
    const importing = (name: string, of = agreement) =>
      importLoadTest(inPieces('{}'), { ...parts, agreement: of, objective: name });
    await expect(importing('capasity')).rejects.toThrow(
      '--objective: got "capasity"; only capacity is known here, such as capacity',
    );
    await expect(importing('uptime')).rejects.toThrow(
      '--objective: got "uptime"; only capacity is known here',
    );
    await expect(importing('capacity', anAgreement())).rejects.toThrow(
      'the agreement acme promises no capacity; add an objective with it, such as indicator: { type: capacity, users: 10000, validFor: 12M }',
    );
  });

  it('reads no more than a summary can be', async () => {
    async function* endless() {
      for (;;) yield ' '.repeat(1024 * 1024);
    }
    const parts = { at, store: recordingStore(), onProblem: () => undefined };
    await expect(importLoadTest(endless(), { ...parts, agreement, objective: 'capacity' })).rejects.toThrow(
      'the file is longer than 16 MiB; name the summary of one test',
    );
  });
});
