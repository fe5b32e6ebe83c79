import { gridsOf, isSlot, slotsIn } from '@upheld/collector/operations/grids';
import { slotPhase } from '@upheld/shared/time/slots';
import { describe, expect, it } from 'vitest';
import { anAgreement } from '../../builders/agreement.ts';

const isProbed = (type: string) => type === 'http';
const minute = 60_000;
/** 2026-01-01 and 2026-07-01, 00:00 in Berlin. */
const winter = Date.UTC(2025, 11, 31, 23);
const summer = Date.UTC(2026, 5, 30, 22);

describe('the grids of a source', () => {
  it('begin with the agreement, a second after midnight there, at the source’s own phase', () => {
    expect(gridsOf(anAgreement(), 'api', isProbed)).toEqual([
      {
        ...{ start: winter + 1000, end: Infinity },
        ...{ everyMs: minute, phaseMs: slotPhase('acme', 'api', minute) },
      },
    ]);
  });

  it('end with the last day of the agreement', () => {
    const agreement = anAgreement({ effective: { from: '2026-01-01', until: '2026-06-30' } });
    expect(gridsOf(agreement, 'api', isProbed)).toMatchObject([{ end: summer }]);
  });

  it('change with an amendment of the cadence', () => {
    const signed = anAgreement();
    const sources = signed.sources.map((source) => ({ ...source, every: '15s' }));
    const agreement = anAgreement({
      amended: [{ name: 'faster', from: summer, terms: { ...signed, sources } }],
    });
    expect(gridsOf(agreement, 'api', isProbed)).toMatchObject([
      { start: winter + 1000, end: summer, everyMs: minute },
      { start: summer + 1000, end: Infinity, everyMs: 15_000, phaseMs: slotPhase('acme', 'api', 15_000) },
    ]);
  });

  it('are none while nobody probes the source', () => {
    expect(gridsOf(anAgreement(), 'api', () => false)).toEqual([]);
    expect(gridsOf(anAgreement(), 'other', isProbed)).toEqual([]);
  });
});

describe('slots of grids', () => {
  const grids = [
    { start: 0, end: 100, everyMs: 10, phaseMs: 3 }, // 3, 13 ... 93
    { start: 100, end: 200, everyMs: 20, phaseMs: 5 }, // 105, 125 ... 185
  ];

  it('are those of the grid that holds then', () => {
    expect([3, 93, 105, 185].map((at) => isSlot(grids, at))).toEqual([true, true, true, true]);
    expect([4, 100, 103, 115, 203, -7].map((at) => isSlot(grids, at))).not.toContain(true);
  });

  it.each([
    [0, 200, { slots: 15, first: 3, last: 185 }],
    [3, 4, { slots: 1, first: 3, last: 3 }],
    [4, 14, { slots: 1, first: 13, last: 13 }],
    [84, 125, { slots: 2, first: 93, last: 105 }],
    [94, 105, { slots: 0, first: NaN, last: NaN }],
    [186, 900, { slots: 0, first: NaN, last: NaN }],
  ])('from %i to before %i', (start, end, found) => {
    expect(slotsIn(grids, { start, end })).toEqual(found);
  });
});
