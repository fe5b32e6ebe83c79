import { describe, expect, it } from 'vitest';
import type { AgreementResponse } from '@upheld/shared/api/responses';
import { scoreView } from '../../../dashboard/src/lib/pages/score.ts';

type Score = NonNullable<AgreementResponse['assessment']['score']>;
const whole = (value: number) => ({ num: String(value), den: '1' });

/** Technical 77.4 and support 80.3 of 45 and 25: a mean above the cap of 69. */
function aScore(change: Partial<Score> = {}): Score {
  return {
    final: whole(69),
    shown: 69,
    band: 'requires improvement',
    mean: { low: { num: '7843', den: '100' }, high: { num: '7843', den: '100' } },
    measuredShare: whole(1),
    cap: 69,
    caps: [{ reason: 'missed', cap: 69, subject: { name: 'uptime', period: '2026-08', source: null } }],
    pillars: [
      {
        pillar: 'technical',
        weight: whole(45),
        attainment: { low: { num: '774', den: '10' }, high: { num: '774', den: '10' } },
        measuredShare: whole(1),
      },
      { pillar: 'relationship', weight: whole(15), attainment: null, measuredShare: null },
    ],
    items: [],
    withoutRecords: [{ pillar: 'obligations', names: ['quarterly-review', 'audit-report'] }],
    ...change,
  };
}

const view = (change: Partial<Score> = {}, open = false) => {
  const shown = scoreView(aScore(change), open);
  if (shown === null) throw new Error('there is a score');
  return shown;
};

describe('the score', () => {
  it('says its band first, then why: the mean, and the cap that holds it', () => {
    const { headline, reasons } = view();
    expect(headline).toBe('Requires improvement: 69 of 100.');
    expect(reasons).toEqual([
      'The weighted mean of the pillars is 78.4, where 70 is exactly what was promised.',
      'It is held at 69: no strength pays for a promise that was not met.',
    ]);
  });

  it('says of a period that runs that it is so far', () => {
    expect(view({}, true).headline).toBe('Requires improvement so far: 69 of 100.');
  });

  it('blames the mean where that is lower than the cap', () => {
    const low = { num: '425', den: '7' };
    const { reasons } = view({ final: low, shown: 60, mean: { low, high: whole(75) } });
    expect(reasons[0]).toContain('is 60.7 to 75, where');
    expect(reasons[0]).toContain('The low end counts');
    expect(reasons[1]).toBe(
      'It may be 69 at most, because of promises that were not met; the mean is lower than that.',
    );
  });

  it('says nothing of caps where there is none', () => {
    expect(view({ cap: null, caps: [], final: { num: '7843', den: '100' }, shown: 78 })).toMatchObject({
      caps: [],
      reasons: [expect.stringContaining('weighted mean')],
    });
  });

  it('gathers the caps by reason, the lowest first, and names what each is about', () => {
    const about = (name: string, source: string | null = null) => ({ name, period: '2026-09', source });
    const { caps } = view({
      caps: [
        { reason: 'missed', cap: 69, subject: about('uptime') },
        { reason: 'critical', cap: 49, subject: about('uptime') },
        { reason: 'missed', cap: 69, subject: about('error-rate', 'catalog') },
        { reason: 'cure-open', cap: 39, subject: null },
      ],
    });
    expect(caps.map(({ cap, about: words }) => [cap, words])).toEqual([
      [39, 'The agreement'],
      [49, 'Uptime, September 2026'],
      [69, 'Uptime, September 2026; error rate of catalog, September 2026'],
    ]);
  });

  it('says plainly that it is not scoreable, and how much was measured', () => {
    const { headline, reasons } = view({
      band: 'not scoreable',
      measuredShare: { num: '3', den: '4' },
      shown: 40,
    });
    expect(headline).toMatch(/^Not scoreable: too little of what was promised was measured\./);
    expect(reasons.at(-1)).toBe('75 % of the weight was measured; a score needs 80 %.');
    expect(view({ final: null, shown: null, mean: null, band: 'not scoreable' }).headline).toBe(
      'Not scoreable: nothing that was promised counts in this period.',
    );
  });

  it('names what it leaves out, and pillars that take no part', () => {
    const { leftOut, pillars } = view();
    expect(leftOut).toEqual([
      'Left out of obligations, because nobody has recorded it: quarterly review and audit report.',
    ]);
    expect(pillars.map(({ name, attainment }) => [name, attainment])).toEqual([
      ['Technical', '77.4'],
      ['Relationship', 'takes no part'],
    ]);
  });

  it('is none where nothing that was promised has begun', () => {
    expect(scoreView(null, false)).toBeNull();
  });
});
