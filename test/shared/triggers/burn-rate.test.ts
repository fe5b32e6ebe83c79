import type { Agreement } from '@upheld/shared/agreement/agreement';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import { settleTriggers } from '@upheld/shared/triggers/settle';
import type { Occurrence } from '@upheld/shared/triggers/trigger';
import { describe, expect, it } from 'vitest';
import { aSeries, anAgreement, anObjective, at, badIn, facts, silentIn } from '../evaluation/build.ts';
import type { Slot } from '../evaluation/build.ts';

const MINUTE = 60_000;
const start = at('2026-07-09T00:00:00Z');
const now = at('2026-07-10T00:00:00Z');
const last = (minutes: number, until = now) => ({ start: until - minutes * MINUTE, end: until });

const fast = {
  name: 'fast',
  when: { type: 'burn-rate', objective: 'uptime', budget: '2%', long: '1h' },
  then: { state: 'at-risk' },
};
const watched = anAgreement({ triggers: [fast] });

type Scene = {
  agreement?: Agreement;
  slot?: (at: number) => Slot | undefined;
  open?: Occurrence[];
  asOf?: number;
};

function settle({ agreement = watched, slot, open = [], asOf = now }: Scene) {
  const series: SampleSeries[] = [aSeries({ start, end: asOf }, slot)];
  const period = '2026-07';
  const statement = evaluateAgreement({ agreement, exclusions: [], period, facts: facts(series), asOf });
  return settleTriggers({ agreement, statements: [statement], open, now: asOf });
}

describe('a burn-rate trigger', () => {
  it('opens on the period while its pair fires, with both rates and the factor', () => {
    const { opened, cleared } = settle({ slot: badIn(last(3)) });
    // 3/60 and 3/5 of a thousandth; 2 % × 44,640 / 60 = 14.88.
    expect(opened).toMatchObject([
      {
        ...{ trigger: 'fast', type: 'burn-rate', promise: 'uptime', source: null, subject: '2026-07' },
        evidence: {
          summary:
            'The promise "uptime" burns its budget of 2026-07 at 50 times the even rate over the last 60 service ' +
            'minutes and at 600 times the even rate over the last 5, both above 14.88.',
        },
      },
    ]);
    expect(cleared).toEqual([]);
  });

  it('shows as many decimals as it takes to tell a rate from the factor', () => {
    // 1/60 of 0.00111 is 15.015015...; 2.018146 % × 44,640 / 60 = 15.01500624.
    const objective = anObjective({ objective: { op: '>=', target: '99.889%', timeSliceTarget: '50%' } });
    const trigger = { ...fast, when: { ...fast.when, budget: '2.018146%' } };
    const { opened } = settle({
      agreement: anAgreement({ objectives: [objective], triggers: [trigger] }),
      slot: badIn(last(1)),
    });
    expect(opened[0]?.evidence.summary).toContain('at 15.01501 times the even rate');
    expect(opened[0]?.evidence.summary).toContain('both above 15.015.');
  });

  it('stays open as one while it fires, and clears when a window has calmed down', () => {
    const open = settle({ slot: badIn(last(3)) }).opened;
    expect(settle({ slot: badIn(last(4)), open })).toEqual({ opened: [], cleared: [] });
    const calm = { start: now - 20 * MINUTE, end: now - 17 * MINUTE };
    expect(settle({ slot: badIn(calm), open }).cleared).toMatchObject([{ trigger: 'fast', clearedAt: now }]);
  });

  it('neither opens nor clears while a window has no valid data', () => {
    const outage = { start: now - 20 * MINUTE, end: now - 10 * MINUTE };
    const slot = (instant: number) => silentIn(last(10))(instant) ?? badIn(outage)(instant);
    const silent = (instant: number) => (instant >= now - 10 * MINUTE ? null : slot(instant));
    expect(settle({ slot: silent })).toEqual({ opened: [], cleared: [] });
    expect(settle({ slot: silent, open: settle({ slot: badIn(last(3)) }).opened }).cleared).toEqual([]);
  });

  it('clears when its period is over, for then the verdict speaks', () => {
    const asOf = at('2026-08-01T00:00:00Z');
    const open = settle({ slot: badIn(last(3)) }).opened;
    expect(settle({ slot: badIn(last(10, asOf)), open, asOf }).cleared).toMatchObject([{ trigger: 'fast' }]);
  });

  it('is among those of an agreement that names none, where it keeps its bounds', () => {
    const { opened } = settle({ agreement: anAgreement(), slot: badIn(last(3)) });
    expect(opened.map(({ trigger }) => trigger)).toEqual(['burn-1h', 'burn-6h']);
  });
});
