import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCommand } from '@upheld/collector/commands/import';
import { importUsage } from '@upheld/collector/commands/import-arguments';
import { openStore } from '@upheld/collector/store/registry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anAgreement } from '../../builders/agreement.ts';

const at = Date.UTC(2026, 6, 1, 7);

const indicator = { type: 'capacity', sources: [], users: 10_000, validFor: '12M' };
const withCapacity = anAgreement({
  objectives: anAgreement().objectives.map((objective) => ({ ...objective, name: 'capacity', indicator })),
});

describe('upheld import', () => {
  let folder: string;
  let url: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'upheld-import-'));
    url = `sqlite:${join(folder, 'upheld.db')}`;
    file = join(folder, 'history.csv');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function run(args: string[], input: string[] = []) {
    const out: string[] = [];
    const err: string[] = [];
    const exit = await importCommand(args, {
      agreements: [withCapacity, anAgreement({ name: 'beta' })],
      settings: { vantage: 'main' },
      clock: { now: () => at },
      openStore: () => openStore(url),
      write: (text) => out.push(text),
      writeError: (text) => err.push(text),
      stdin: (async function* () {
        yield* input;
      })(),
    });
    return { exit, out: out.join(''), err: err.join('') };
  }
  const samples = (path: string) => ['samples', path, '--agreement', 'acme'];
  const stored = async () => {
    const store = await openStore(url);
    const series = await store.readSamples({ agreement: 'acme', source: 'api', start: 0, end: 8e15 });
    await store.close();
    return series.flatMap((each) => [...each.at]);
  };

  it('stores a file, and stores nothing the second time', async () => {
    await writeFile(file, `at,source,ok\n${at},api,1\n${at + 1},api,0\n`);
    expect(await run(samples(file))).toEqual({
      exit: 0,
      out: 'stored 2, already there 0, conflicting 0, bad 0\n',
      err: '',
    });
    expect(await run(samples(file))).toMatchObject({
      exit: 0,
      out: 'stored 0, already there 2, conflicting 0, bad 0\n',
    });
    expect(await stored()).toEqual([at, at + 1]);
  });

  it('reports bad and conflicting rows with their lines, and imports the others', async () => {
    await writeFile(file, `at,source,ok,latency_ms\n${at},api,1,182.4\n`);
    await run(samples(file));
    await writeFile(
      file,
      `at,source,ok,latency_ms\n\nnow,api,1,\n${at + 1},api,1,\n${at},api,0,\n${at + 1},api,0,7\n`,
    );
    const { exit, out, err } = await run(samples(file));
    expect(exit).toBe(1);
    expect(out).toBe('stored 1, already there 0, conflicting 2, bad 1\n');
    expect(err.split('\n')).toEqual([
      expect.stringMatching(/history\.csv:3: at: got "now"; an instant is ISO 8601/),
      `${file}:5: conflict: api from main at 2026-07-01T07:00:00Z: got bad expectation; the store already holds ok 182.4 ms, and the first is kept`,
      `${file}:6: conflict: api from main at 2026-07-01T07:00:00.001Z: got bad expectation 7 ms; the store already holds ok, and the first is kept`,
      '',
    ]);
  });

  it('tells ages and statuses of what conflicts', async () => {
    await writeFile(file, `at,source,ok,age_ms,status\n${at},api,1,4200,\n${at + 1},api,0,,404\n`);
    await run(samples(file));
    await writeFile(file, `at,source,ok,age_ms,status\n${at},api,1,0,\n${at + 1},api,0,,500\n`);
    expect((await run(samples(file))).err.split('\n')).toEqual([
      expect.stringContaining(
        'got ok last update 0 ms old; the store already holds ok last update 4200 ms old,',
      ),
      expect.stringContaining('got bad status 500; the store already holds bad status 404,'),
      '',
    ]);
  });

  describe('a load test', () => {
    const loadTest = (...more: string[]) => [
      ...['load-test', file, '--agreement', 'acme', '--objective', 'capacity', ...more],
    ];

    it('is stored once', async () => {
      await writeFile(file, JSON.stringify({ at, users: 10_000, terms: [] }));
      expect(await run(loadTest())).toEqual({
        ...{ exit: 0, out: 'stored 1, already there 0, conflicting 0, bad 0\n', err: '' },
      });
      expect((await run(loadTest())).out).toBe('stored 0, already there 1, conflicting 0, bad 0\n');
      await writeFile(file, JSON.stringify({ at, users: 9000, terms: [] }));
      const { exit, out, err } = await run(loadTest());
      expect([exit, out]).toEqual([1, 'stored 0, already there 0, conflicting 1, bad 0\n']);
      expect(err).toBe(
        `${file}: conflict: load test at 2026-07-01T07:00:00Z: got 9000 users (no terms); the store already holds 10000 users (no terms), and the first is kept\n`,
      );
      const store = await openStore(url);
      expect(await store.readLoadTests('acme')).toMatchObject([{ objective: 'capacity', at, users: 10_000 }]);
      await store.close();
    });

    it('of k6 is stored with the instant that is given', async () => {
      await writeFile(file, JSON.stringify({ metrics: { vus: { max: 5 } } }));
      expect((await run(loadTest('--at', '2026-07-01T09:00:00+02:00'))).exit).toBe(0);
      const { exit, out, err } = await run(loadTest());
      expect([exit, out]).toEqual([1, 'stored 0, already there 0, conflicting 0, bad 1\n']);
      expect(err).toContain(`${file}: at: got nothing; a summary of k6 does not say when the test ran`);
    });
  });

  it('reads standard input where the file is -', async () => {
    const { exit, out } = await run(samples('-'), ['at,source,ok\n', `${at},api,`, '1\n']);
    expect([exit, out]).toEqual([0, 'stored 1, already there 0, conflicting 0, bad 0\n']);
  });

  it('names standard input as - in what it reports', async () => {
    const { err } = await run(samples('-'), [`at,source,ok\n${at},web,1\n`]);
    expect(err).toBe('-:2: source: got "web"; one of api, such as api\n');
  });

  it.each([
    [[], 'say what to import, samples, tickets or load-test'],
    [['orders', 'x.csv', '--agreement', 'acme'], 'say what to import, samples, tickets or load-test'],
    [['load-test', 'x.json', '--agreement', 'acme'], '--objective is missing'],
    [
      ['load-test', 'x.json', '--agreement', 'acme', '--objective', 'capacity', '--at', 'now'],
      '--at: got now; an instant is ISO 8601 with its offset from UTC',
    ],
    [['samples', 'x.csv', '--agreement', 'acme', '--at', '1'], '--objective and --at are for load-test only'],
    [['samples', '--agreement', 'acme'], 'name one file'],
    [['samples', 'x.csv', 'y.csv', '--agreement', 'acme'], 'name one file'],
    [['samples', 'x.csv'], '--agreement is missing'],
    [['samples', 'x.csv', '--contract', 'acme'], "Unknown option '--contract'"],
  ])('explains itself when asked with %j', async (args, says) => {
    const { exit, out, err } = await run(args);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(`upheld import: ${says}`);
    expect(err.endsWith(`usage: ${importUsage}\n`)).toBe(true);
  });

  it('says which agreements there are', async () => {
    expect(await run(['tickets', 'x.csv', '--agreement', 'gamma'])).toEqual({
      exit: 1,
      out: '',
      err: 'upheld import: there is no agreement "gamma"; the agreements are: acme, beta\n',
    });
  });

  it('says that a file is not there', async () => {
    const { exit, err } = await run(samples(join(folder, 'nowhere.csv')));
    expect(exit).toBe(1);
    expect(err).toMatch(/nowhere\.csv: ENOENT: .*; name a file, or - for standard input\n$/);
  });

  it('says what is wrong with a header, and with an agreement that has no desk', async () => {
    await writeFile(file, 'time,source,ok\n');
    const { exit, err } = await run(samples(file));
    expect(exit).toBe(1);
    expect(err).toContain('history.csv: the header has the unknown column "time", no column at; ');
    const tickets = await run(['tickets', file, '--agreement', 'acme']);
    expect(tickets.exit).toBe(1);
    expect(tickets.err).toContain('the agreement acme has no support matrix');
  });

  it('says what the store says', async () => {
    await writeFile(file, `at,source,ok\n${at},api,1\n`);
    url = 'mysql://somewhere';
    const { exit, err } = await run(samples(file));
    expect(exit).toBe(1);
    expect(err).toContain('the engine "mysql" is not one of sqlite, postgres');
  });
});
