import { coveredMinutes, exclusionsNaming, exclusionsOf } from '@upheld/shared/measurement/exclusions';
import { describe, expect, it } from 'vitest';
import { anExclusion } from '../evaluation/build.ts';

const MINUTE = 60_000;
const window = { start: 0, end: MINUTE };

describe('the exclusions that a promise hears of', () => {
  it('are those of its agreement', () => {
    const own = anExclusion({ window, agreement: 'acme' });
    expect(exclusionsOf([own, anExclusion({ window, agreement: 'other' })], 'acme')).toEqual([own]);
  });

  it('name one of its sources, or every one, and without a name they are for all', () => {
    const all = anExclusion({ window, sources: null });
    const one = anExclusion({ window, sources: ['api'] });
    const both = anExclusion({ window, sources: ['api', 'web'] });
    const another = anExclusion({ window, sources: ['desk'] });
    const given = [all, one, both, another];
    expect(exclusionsNaming(given, ['api', 'web'], 'some')).toEqual([all, one, both]);
    expect(exclusionsNaming(given, ['api', 'web'], 'every')).toEqual([all, both]);
  });
});

describe('the minutes that an exclusion covers', () => {
  const hours = [
    { start: 10 * MINUTE, end: 20 * MINUTE },
    { start: 30 * MINUTE, end: 40 * MINUTE },
  ];
  const covered = (start: number, end: number, { asOf = 60 * MINUTE, approved = true } = {}) =>
    coveredMinutes({ window: { start, end }, approved }, hours, asOf);

  it('are the scheduled ones that it overlaps at all', () => {
    // From the middle of minute 12 to the first millisecond of minute 14: 12, 13 and 14.
    expect(covered(12.5 * MINUTE, 14 * MINUTE + 1)).toBe(3);
    // Minutes 18 and 19, the ten that are not scheduled, and 30 and 31.
    expect(covered(18 * MINUTE, 32 * MINUTE)).toBe(4);
    expect(covered(20 * MINUTE, 30 * MINUTE)).toBe(0);
    expect(covered(0, 60 * MINUTE)).toBe(20);
  });

  it('have elapsed: the one that runs is not among them', () => {
    expect(covered(0, 60 * MINUTE, { asOf: 15.5 * MINUTE })).toBe(5);
    expect(covered(30 * MINUTE, 40 * MINUTE, { asOf: 15 * MINUTE })).toBe(0);
  });

  it('are none of an exclusion without length, and of one that is not approved', () => {
    expect(covered(12.5 * MINUTE, 12.5 * MINUTE)).toBe(0);
    expect(covered(14 * MINUTE, 12 * MINUTE)).toBe(0);
    expect(covered(0, 60 * MINUTE, { approved: false })).toBe(0);
  });
});
