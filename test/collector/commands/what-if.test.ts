import { describe, expect, it } from 'vitest';
import { definitionsCommand } from '@upheld/collector/commands/definitions';
import { whatIfCommand, type WhatIfParts } from '@upheld/collector/commands/what-if';
import type { DefinitionsStatement, DefinitionStatement } from '@upheld/shared/evaluation/definitions';
import type { WhatIf, WhatIfPeriod } from '@upheld/shared/evaluation/what-if';
import { anAgreement } from '../../builders/agreement.ts';

const now = Date.UTC(2026, 7, 15);
const terms = { op: '>=' as const, calendar: 'always', formula: 'good minutes / (scheduled - excluded)' };

function aJudgement(change: Partial<WhatIfPeriod['was']>): WhatIfPeriod['was'] {
  const budget = { allowed: { num: '1116', den: '25' }, consumed: 44 };
  return { verdict: 'met', doubts: [], display: '99.901 %', settled: null, budget, ...change };
}

const period = { source: null, start: 0, end: 1, state: 'closed' as const };
const answer: WhatIf = {
  ...{ agreement: 'acme', promise: 'uptime', indicator: 'availability', asOf: now },
  change: { target: '99.95%' },
  was: { ...terms, target: '99.9%', meaning: null },
  would: { ...terms, target: '99.95%', meaning: null },
  periods: [
    {
      ...{ ...period, period: '2026-06', differs: false },
      was: aJudgement({ verdict: 'excluded', display: null, budget: null }),
      would: aJudgement({ verdict: 'excluded', display: null, budget: null }),
    },
    {
      ...{ ...period, period: '2026-07', state: 'open', differs: true },
      was: aJudgement({}),
      would: aJudgement({
        verdict: 'missed',
        budget: { allowed: { num: '558', den: '25' }, consumed: 44 },
      }),
    },
  ],
  differing: 1,
};

function screen() {
  const out: string[] = [];
  const err: string[] = [];
  return {
    parts: {
      agreements: [anAgreement()],
      now: () => now,
      write: (text: string) => void out.push(text),
      writeError: (text: string) => void err.push(text),
    },
    seen: (code: number) => ({ code, out: out.join(''), err: err.join('') }),
  };
}

async function whatIf(args: string[], change: Partial<WhatIfParts> = {}) {
  const { parts, seen } = screen();
  const asked: unknown[] = [];
  const ask: WhatIfParts['whatIf'] = async (_agreement, question) => (asked.push(question), answer);
  const code = await whatIfCommand(args, { ...parts, whatIf: ask, ...change });
  return { ...seen(code), asked };
}

describe('upheld what-if', () => {
  it('prints what each period was and what it would have been', async () => {
    const { code, out } = await whatIf(['acme', 'uptime', '--target', '99.95%']);
    expect(code).toBe(0);
    expect(out).toBe(`Acme · uptime
as it was      >= 99.9%, calendar always: good minutes / (scheduled - excluded)
what if        >= 99.95%, calendar always: good minutes / (scheduled - excluded)

  PERIOD           WAS           BAD OF ALLOWED  WOULD BE         BAD OF ALLOWED
  2026-06          excluded      -               excluded         -
  2026-07 to date  met 99.901 %  44 of 44.6      missed 99.901 %  44 of 22.3      <- differs

The verdict would have been another in 1 of 2 periods.
`);
  });

  it('says beside the terms which exclusions act and what unmeasured minutes are', async () => {
    const change = { exclusions: 'requested' as const, notMeasured: 'good' as const };
    const { out } = await whatIf(['acme', 'uptime'], { whatIf: async () => ({ ...answer, change }) });
    expect(out.split('\n')[2]).toBe(
      'what if        >= 99.95%, calendar always: good minutes / (scheduled - excluded); every requested exclusion acts; unmeasured minutes good',
    );
  });

  it('prints the answer as JSON', async () => {
    const { out } = await whatIf(['acme', 'uptime', '--json']);
    expect(JSON.parse(out)).toEqual(answer);
  });

  it('asks for the last four periods that have ended, the last ones asked for, or a range', async () => {
    const changes = ['--threshold', '150ms', '--calendar', 'always', '--exclusions', 'none'];
    const all = await whatIf(['acme', 'uptime', ...changes, '--not-measured', 'bad']);
    expect(all.asked).toEqual([
      {
        promise: 'uptime',
        periods: ['2026-04', '2026-05', '2026-06', '2026-07'],
        change: { threshold: '150ms', calendar: 'always', exclusions: 'none', notMeasured: 'bad' },
        asOf: now,
      },
    ]);
    expect((await whatIf(['acme', 'uptime', '--last', '1'])).asked).toMatchObject([{ periods: ['2026-07'] }]);
    const range = await whatIf(['acme', 'uptime', '--periods', '2026-Q1..2026-Q2']);
    expect(range.asked).toMatchObject([{ periods: ['2026-Q1', '2026-Q2'] }]);
  });

  it.each([
    [['acme'], 'name one agreement and one of its promises'],
    [
      ['acme', 'uptime', '--target', '99,95'],
      '--target: got "99,95"; a target is between 0% and 100%, such as 99.95%',
    ],
    [
      ['acme', 'uptime', '--not-measured', 'fine'],
      '--not-measured: got "fine"; one of good, bad, undetermined',
    ],
    [['acme', 'uptime', '--last', 'four'], 'how many periods is a whole number from 1 to 36, such as 4'],
    [['acme', 'uptime', '--last', '2', '--periods', '2026'], 'give --periods or --last, not both'],
    [['acme', 'uptime', '--tarket', '1%'], "Unknown option '--tarket'"],
  ])('explains its usage when asked %j', async (args, text) => {
    const { code, err } = await whatIf(args);
    expect(code).toBe(2);
    expect(err).toContain(text);
    expect(err).toContain('usage: upheld what-if');
  });

  it('says every fault of the options at once, and what does not fit the promise', async () => {
    const { err } = await whatIf(['acme', 'uptime', '--target', '2', '--exclusions', 'some']);
    expect(err).toContain('--target: got "2"');
    expect(err).toContain('--exclusions: got "some"');
    const unfit = await whatIf(['acme', 'uptime'], {
      whatIf: () => Promise.reject(new RangeError('uptime has no threshold')),
    });
    expect([unfit.code, unfit.err]).toEqual([2, expect.stringContaining('uptime has no threshold\nusage')]);
  });

  it('names the agreements and promises there are when asked for another', async () => {
    const agreement = await whatIf(['acne', 'uptime']);
    expect([agreement.code, agreement.err]).toEqual([
      1,
      'upheld what-if: there is no agreement "acne"; the agreements are: acme\n',
    ]);
    const promise = await whatIf(['acme', 'uptme']);
    expect([promise.code, promise.err]).toEqual([
      1,
      'upheld what-if: acme has no promise "uptme"; its promises are: uptime\n',
    ]);
  });
});

function aDefinition(change: Partial<DefinitionStatement>): DefinitionStatement {
  return {
    ...{ name: 'time-slices', isContract: true, formula: 'good minutes / minutes', unmeasured: 'In doubt.' },
    ...{ value: null, range: null, display: '99.903 %', verdict: 'met', doubts: [] },
    counts: { unit: 'minute', good: 44_597, bad: 43, unmeasured: 0 },
    ...change,
  };
}

const defined: DefinitionsStatement = {
  ...{ agreement: 'acme', promise: 'uptime', period: '2026-07', asOf: now },
  periods: [
    {
      ...{ ...period, period: '2026-07' },
      parts: [
        {
          ...{ start: 0, end: 1, formula: 'good minutes / (scheduled - excluded)' },
          terms: {
            ...{ version: null, op: '>=', target: '99.5%', critical: null, calendar: 'always' },
            ...{ notMeasured: 'undetermined', minimumSample: 1, coverageFloor: '95%', indicator: {} },
          },
          definitions: [
            aDefinition({
              ...{ name: 'minimum-volume-minutes', isContract: false, display: '100.000 %' },
              counts: { unit: 'minute', good: 44_640, bad: 0, unmeasured: 0, tooFew: 43 },
            }),
            aDefinition({}),
          ],
        },
      ],
    },
    { ...period, period: '2026-08', parts: [] },
  ],
};

async function definitions(args: string[]) {
  const { parts, seen } = screen();
  const asked: unknown[] = [];
  const ask = async (_agreement: unknown, question: unknown) => (asked.push(question), defined);
  return { ...seen(await definitionsCommand(args, { ...parts, definitions: ask })), asked };
}

describe('upheld definitions', () => {
  it('prints the definitions side by side and marks that of the contract', async () => {
    const { code, out } = await definitions(['acme', 'uptime', '--period', '2026-07']);
    expect(code).toBe(0);
    expect(out).toBe(`Acme · uptime · 2026-07

  DEFINITION                VALUE      VERDICT  COUNTED

2026-07, promised >= 99.5%: good minutes / (scheduled - excluded)
    minimum-volume-minutes  100.000 %  met      44640 good minutes, 43 with too few checks to be bad
  * time-slices             99.903 %   met      44597 good + 43 bad minutes

2026-08: the agreement does not count in it

* the definition of the contract

minimum-volume-minutes
  good minutes / minutes
  In doubt.

time-slices
  good minutes / minutes
  In doubt.
`);
  });

  it('prints the answer as JSON, as of an instant that is asked for', async () => {
    const asOf = ['--as-of', '2026-08-01T00:00:00Z'];
    const { out, asked } = await definitions(['acme', 'uptime', '--period', '2026-07', ...asOf, '--json']);
    expect(JSON.parse(out)).toEqual(defined);
    expect(asked).toMatchObject([{ promise: 'uptime', period: '2026-07', asOf: Date.UTC(2026, 7, 1) }]);
  });

  it.each([
    [['acme', 'uptime'], 2, '--period is missing'],
    [['acme'], 2, 'name one agreement and one of its promises'],
    [['acme', 'uptime', '--period', '2026', '--as-of', 'now'], 2, '--as-of: got "now"'],
    [['acne', 'uptime', '--period', '2026'], 1, 'there is no agreement "acne"'],
    [['acme', 'uptme', '--period', '2026'], 1, 'acme has no promise "uptme"'],
  ])('refuses %j', async (args, code, words) => {
    const refused = await definitions(args);
    expect([refused.code, refused.err]).toEqual([code, expect.stringContaining(words)]);
  });
});
