import type { EvaluateParts } from '@upheld/collector/commands/evaluate';
import { explainPromise } from '@upheld/collector/commands/explain';
import { explain } from '@upheld/shared/evaluation/explanation';
import { describe, expect, it } from 'vitest';
import { aPeriod, aPromise, aStatement, anAgreement } from '../../builders/agreement.ts';

async function run(args: string[], change: Partial<EvaluateParts> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await explainPromise(args, {
    agreements: [anAgreement()],
    now: () => 1_800_000_000_000,
    statement: async () => aStatement(),
    write: (text) => out.push(text),
    writeError: (text) => err.push(text),
    ...change,
  });
  return { code, out: out.join(''), err: err.join('') };
}

const bySource = async () =>
  aStatement({ promises: [aPromise({ periods: ['api', 'events'].map((source) => aPeriod({ source })) })] });

describe('upheld explain', () => {
  it('prints text that begins with the promise, the period and the verdict', async () => {
    const { code, out } = await run(['acme', 'uptime', '--period', '2026-07']);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe('uptime, 2026-07: met, 99.903 %');
  });

  it('prints the records themselves as JSON', async () => {
    const { out } = await run(['acme', 'uptime', '--period', '2026-07', '--json']);
    expect(JSON.parse(out)).toEqual([explain(aPromise(), aPeriod())]);
  });

  it('prints every source of a promise that is judged by source, or the one that was asked for', async () => {
    const asked = ['acme', 'uptime', '--period', '2026-07', '--json'];
    const sources = async (args: string[]) => {
      const { out } = await run([...asked, ...args], { statement: bySource });
      return (JSON.parse(out) as { source: string }[]).map(({ source }) => source);
    };
    expect(await sources([])).toEqual(['api', 'events']);
    expect(await sources(['--source', 'events'])).toEqual(['events']);
  });

  it.each([
    [['acme'], 2, 'name one agreement and one promise'],
    [['acme', 'uptime'], 2, '--period is missing'],
    [['acme', 'uptime', '--period', '2026-07', '--as-of', 'noon'], 2, '--as-of: got "noon"'],
    [['acme', 'uptime', '--colour'], 2, "Unknown option '--colour'"],
    [['lumen', 'uptime', '--period', '2026-07'], 1, 'there is no agreement "lumen"; one of acme'],
    [['acme', 'speed', '--period', '2026-07'], 1, 'there is no promise "speed"; one of uptime'],
    [
      ['acme', 'uptime', '--period', '2026-07', '--source', 'api'],
      1,
      '"uptime" is judged over all its sources together; leave --source out',
    ],
  ])('refuses %j with status %i and says %s', async (args, status, message) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: status, out: '' });
    expect(err).toContain(`upheld explain: ${message}`);
  });

  it('says which sources there are', async () => {
    const { err } = await run(['acme', 'uptime', '--period', '2026-07', '--source', 'desk'], {
      statement: bySource,
    });
    expect(err).toBe('upheld explain: there is no source "desk"; one of api, events\n');
  });

  it('says why a promise is not judged over a period that is too short', async () => {
    const skipped = [
      { name: 'uptime', reason: 'it is judged by the quarter, and 2026-07 is shorter; ask for a quarter' },
    ];
    const { code, err } = await run(['acme', 'uptime', '--period', '2026-07'], {
      statement: async () => aStatement({ promises: [], skipped }),
    });
    expect(code).toBe(1);
    expect(err).toContain('"uptime": it is judged by the quarter');
  });
});
