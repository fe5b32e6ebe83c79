import { assess } from '@upheld/shared/evaluation/assessment';
import { describe, expect, it } from 'vitest';
import { evaluate, type EvaluateParts } from '@upheld/collector/commands/evaluate';
import { assessmentLines } from '@upheld/collector/commands/assessment-lines';
import { statementTable } from '@upheld/collector/commands/statement-table';
import { aStatement, anAgreement } from '../../builders/agreement.ts';

async function run(args: string[], change: Partial<EvaluateParts> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const asked: unknown[] = [];
  const code = await evaluate(args, {
    agreements: [anAgreement()],
    now: () => 1_800_000_000_000,
    statement: async (agreement, period, asOf) => {
      asked.push([agreement.name, period, asOf]);
      return aStatement();
    },
    write: (text) => out.push(text),
    writeError: (text) => err.push(text),
    ...change,
  });
  return { code, out: out.join(''), err: err.join(''), asked };
}

describe('upheld evaluate', () => {
  it('prints a table, and under it the score and the credits', async () => {
    const { code, out } = await run(['acme', '--period', '2026-07']);
    expect(code).toBe(0);
    const before = { ...aStatement(), period: '2026-06' };
    const lines = assessmentLines(assess(anAgreement(), aStatement(), before), anAgreement());
    expect(out).toBe(`${statementTable(aStatement(), anAgreement())}\n${lines}`);
  });

  it('looks at no period before the first in which the agreement counts', async () => {
    const agreements = [anAgreement({ effective: { from: '2026-07-15' } })];
    const { asked } = await run(['acme', '--period', '2026-07'], { agreements });
    expect(asked.map((one) => (one as string[])[1])).toEqual(['2026-07']);
  });

  it('prints the promised JSON, and nothing of ranges and days', async () => {
    const { out } = await run(['acme', '--period', '2026-07', '--json']);
    expect(JSON.parse(out)).toEqual({
      agreement: 'acme',
      period: '2026-07',
      start: Date.UTC(2026, 5, 30, 22),
      end: Date.UTC(2026, 6, 31, 22),
      asOf: Date.UTC(2026, 6, 31, 22),
      promises: [
        {
          name: 'uptime',
          kind: 'objective',
          indicator: 'availability',
          owedBy: 'acme',
          op: '>=',
          target: '99.5%',
          periods: [
            {
              period: '2026-07',
              source: null,
              state: 'closed',
              verdict: 'met',
              doubts: [],
              ledger: { scheduled: 44640, excluded: 0, good: 44597, bad: 43, unmeasured: 0 },
              display: '99.903 %',
              evidence: 'conclusive',
            },
          ],
        },
      ],
      skipped: [],
      ...assess(anAgreement(), aStatement(), aStatement()),
    });
  });

  it.each([
    ['2026-10-01T00:00:00Z', Date.UTC(2026, 9, 1)],
    ['2026-10-01T00:00:00+02:00', Date.UTC(2026, 8, 30, 22)],
    ['1790812800000', 1_790_812_800_000],
  ])('looks at the facts as of %s', async (text, asOf) => {
    const { asked } = await run(['acme', '--period', '2026-07', '--as-of', text]);
    expect(asked).toEqual([
      ['acme', '2026-07', asOf],
      ['acme', '2026-06', asOf],
    ]);
  });

  it.each([
    [['acme'], '--period is missing'],
    [[], 'name one agreement'],
    [['acme', '--period', '2026-07', '--as-of', '2026-10-01T00:00:00'], 'ISO 8601 with its offset'],
    [['acme', '--period', '2026-07', '--as-of', '2026-02-30T00:00:00Z'], 'got "2026-02-30T00:00:00Z"'],
    [['acme', '--period', '2026-07', '--as-of', '1790812800'], 'milliseconds since 1970'], // seconds
    [['acme', '--perod', '2026-07'], "Unknown option '--perod'"],
  ])('explains its usage when asked %j', async (args, text) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain(text);
    expect(err).toContain('usage: upheld evaluate');
  });

  it('names the agreements there are when asked for another', async () => {
    const { code, err } = await run(['acne', '--period', '2026-07']);
    expect(code).toBe(1);
    expect(err).toBe('upheld evaluate: there is no agreement "acne"; the agreements are: acme\n');
  });
});
