import { readAgreement } from '@upheld/shared/agreement/read';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { agreementDocument, kinds, objective } from '../agreement/builder.ts';
import { found } from './found.ts';

describe('the default burn pairs', () => {
  it('that are out of their bounds are named with the number, and with triggers that would do', () => {
    const [warning, ...others] = found('burn-pairs', { objectives: [objective()] });
    // Around the clock February has 40,320 minutes: 10 % of them are 4,032, and 3 d are 4,320.
    expect(warning).toEqual({
      path: 'triggers',
      clause: null,
      why:
        'of the default triggers this agreement lacks 10% of the budget in 3d for uptime, because its burn ' +
        'factor is 0.933 in February 2026 and must be at least 1 and below 1000',
      proposal: expect.stringContaining('objective: uptime, budget: 10.8%, long: 3d'),
    });
    expect(others).toEqual([]);
    const { triggers }: { triggers: unknown } = parse(warning?.proposal ?? '');
    expect(found('burn-pairs', { objectives: [objective()], triggers })).toEqual([]);
    const read = readAgreement(agreementDocument({ objectives: [objective()], triggers }), kinds);
    expect(read.ok && read.value.triggers.map(({ name }) => name)).toEqual([
      ...['missed', 'irrecoverable', 'response-missed'],
      ...['burn-1h', 'burn-6h', 'burn-3d-uptime'],
    ]);
  });

  it('that keep their bounds are no matter, nor are those of an agreement that names its triggers', () => {
    expect(found('burn-pairs', { objectives: [objective({ period: 'quarter' })] })).toEqual([]);
    const triggers = [{ name: 'missed', when: { type: 'missed' } }];
    expect(found('burn-pairs', { objectives: [objective()], triggers })).toEqual([]);
  });

  it('are no matter where everything is allowed, because nothing can burn', () => {
    expect(
      found('burn-pairs', { objectives: [objective({ objective: { op: '>=', target: '0%' } })] }),
    ).toEqual([]);
  });

  it('are proposed only with a share that keeps both bounds', () => {
    // 99.5 % may be bad: factors from 1 up to 1.005. Of an hour in February 0.1 % is 0.672 and 0.2 % is 1.344.
    const lax = objective({ objective: { op: '>=', target: '0.5%' } });
    const [warning] = found('burn-pairs', { objectives: [lax] });
    const { triggers }: { triggers: unknown } = parse(warning?.proposal ?? '');
    expect(readAgreement(agreementDocument({ objectives: [lax], triggers }), kinds).ok).toBe(true);
  });

  it('are no matter where the target leaves no budget: that has a warning of its own', () => {
    const full = objective({ objective: { op: '>=', target: '100%' } });
    expect(found('burn-pairs', { objectives: [full] })).toEqual([]);
  });
});
