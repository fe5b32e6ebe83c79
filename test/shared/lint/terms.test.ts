import { lintRules } from '@upheld/shared/lint/registry';
import { describe, expect, it } from 'vitest';
import { objective } from '../agreement/builder.ts';
import { errors, found, probed } from './found.ts';

const measured = (op: string, target: string, more = {}) => objective({ objective: { op, target }, ...more });

describe('a target that leaves nothing', () => {
  it('is broken by one bad minute, and the warning says so', () => {
    const clause = { text: 'Always available' };
    expect(found('full-target', { objectives: [measured('>=', '100%', { clause })] })).toEqual([
      {
        path: 'objectives.uptime.objective.target',
        clause,
        why: 'one bad minute misses >= 100%, and no number of good ones proves it',
        proposal: 'target: 99.99%',
      },
    ]);
  });

  it('is broken by one bad request where requests are counted', () => {
    const none = errors({ objective: { op: '<=', target: '0%' } });
    expect(found('full-target', { objectives: [none] })).toMatchObject([
      {
        why: 'one bad request misses <= 0%, and no number of good ones proves it',
        proposal: 'target: 0.01%',
      },
    ]);
  });

  it('cannot be met at all with > or <, whatever a reading says', () => {
    const both = [
      measured('>', '100.0%', { reading: '100 % is meant.' }),
      errors({ objective: { op: '<', target: '0%' } }),
    ];
    expect(found('full-target', { objectives: both })).toMatchObject([
      { why: 'no share is > 100.0%, so this is always missed' },
      { why: 'no share is < 0%, so this is always missed' },
    ]);
  });

  it.each([
    ['a minute of 31 days is allowed', measured('>=', '99.99%')],
    ['the reading names it', measured('>=', '100%', { reading: '100 % of minutes, by month.' })],
    ['the reading names it', measured('>=', '100.00%', { reading: 'By month, 100% is meant.' })],
  ])('is left alone where %s', (_, promise) => {
    expect(found('full-target', { objectives: [promise] })).toEqual([]);
  });

  it('is no matter of load tests, which are passed or not', () => {
    const capacity = objective({ indicator: { type: 'capacity', users: 10_000, validFor: '12M' } });
    delete capacity['objective'];
    expect(found('full-target', { objectives: [capacity] })).toEqual([]);
  });

  it('is not settled by a reading that names another share', () => {
    const objectives = [measured('>=', '100%', { reading: 'A vantage that is 9100 % sure.' })];
    expect(found('full-target', { objectives })).toHaveLength(1);
  });
});

describe('retries', () => {
  const retrying = (attempts: number, every: string) =>
    found('retries', { sources: [probed('api', every, { retry: { attempts, delay: '5s' } })] });

  it('that do not fit between two slots are named with how many would', () => {
    // 3 · 10 s + 2 · 5 s = 40 s; 2 · 10 s + 5 s = 25 s fit into 30 s.
    expect(retrying(3, '30s')).toEqual([
      {
        path: 'sources.api.retry',
        clause: null,
        why: '3 attempts of 10 s, 5 s apart, take up to 40 s, and the next slot begins after 30 s',
        proposal: 'retry: { attempts: 2, delay: 5s }',
      },
    ]);
  });

  it('are left alone where they just fit, and where there are none', () => {
    expect(retrying(3, '40s')).toEqual([]);
    expect(retrying(1, '5s')).toEqual([]);
    expect(
      found('retries', { sources: [{ name: 'desk', type: 'desk', spec: {}, retry: { attempts: 9 } }] }),
    ).toEqual([]);
  });

  it('are proposed to be one attempt where not even two fit', () => {
    const once = [{ proposal: 'retry: { attempts: 1, delay: 5s }' }];
    expect(retrying(2, '20s')).toMatchObject(once);
    // Not even one of 10 s does.
    expect(retrying(2, '5s')).toMatchObject(once);
  });
});

describe('maintenance', () => {
  const maintenance = (terms: object) =>
    found('maintenance-cap', { governance: { exclusions: { scheduledMaintenance: terms } } });

  it('without a cap is named, with a cap it is not', () => {
    expect(maintenance({ noticeBefore: '5bd' })).toEqual([
      {
        path: 'governance.exclusions.scheduledMaintenance',
        clause: null,
        why: 'maintenance has no cap, so any length of it can be taken out of the numbers',
        proposal: 'capPerMonth: 4h',
      },
    ]);
    expect(maintenance({ capPerMonth: '4h' })).toEqual([]);
    expect(found('maintenance-cap', {})).toEqual([]);
  });
});

describe('what this release does not judge yet', () => {
  it('is named once, so that nobody takes silence for a promise that is kept', () => {
    const obligations = [{ name: 'review', owedBy: 'both', due: { every: '1Q' } }];
    const kpis = [{ name: 'nps', target: { op: '>=', value: 40 }, every: '1Q', from: 'manual' }];
    expect(found('not-judged', { obligations, kpis })).toEqual([
      {
        path: 'obligations',
        clause: null,
        why: 'this release does not judge obligations and kpis yet; follow that elsewhere',
        proposal: null,
      },
    ]);
  });
});

describe('the rules', () => {
  it('have nothing to say of an agreement in which nothing is in doubt', () => {
    const triggers = [{ name: 'missed', when: { type: 'missed' } }];
    for (const { name } of lintRules) {
      expect(found(name, { objectives: [objective()], triggers })).toEqual([]);
    }
  });

  it('have a name each', () => {
    expect(new Set(lintRules.map(({ name }) => name)).size).toBe(lintRules.length);
  });
});
