import { describe, expect, it } from 'vitest';
import { judgeCounts } from '@upheld/collector/promql/counts';

const ofBad = (total: string | null, part: string | null) => judgeCounts({ total, part, partIs: 'bad' });
const ofGood = (total: string | null, part: string | null) => judgeCounts({ total, part, partIs: 'good' });

describe('the requests that PromQL counts', () => {
  it.each([
    ['1000', '3', 1000, 3],
    // 1017.543... requests are extrapolated from scrapes; the nearest whole is 1018.
    ['1017.5438596491229', '3.0526315789473686', 1018, 3],
    // Halves go up.
    ['10.5', '0.5', 11, 1],
    ['10.499999999999998', '0.49999999999999994', 10, 0],
    ['0', '0', 0, 0],
    ['-0', '-0', 0, 0],
    // What floats leave of nothing when one sum is taken from another.
    ['12', '-1.1102230246251565e-16', 12, 0],
    ['1e+06', '1E3', 1_000_000, 1000],
    ['9007199254740991', '0', 9_007_199_254_740_991, 0],
  ])('%s in all and %s bad are %i and %i', (total, bad, wholeTotal, wholeBad) => {
    expect(ofBad(total, bad)).toEqual({
      counts: { total: wholeTotal, bad: wholeBad },
      fault: null,
      words: null,
    });
  });

  it('are bad where they were not within the threshold', () => {
    expect(ofGood('1000.4', '940.6').counts).toEqual({ total: 1000, bad: 59 });
  });

  it('are all bad, and no more than all, where each is extrapolated on its own', () => {
    expect(ofBad('99.4', '99.6').counts).toEqual({ total: 99, bad: 99 });
    expect(ofBad('99.4', '100.39').counts).toEqual({ total: 99, bad: 99 });
    expect(ofGood('100', '100.98').counts).toEqual({ total: 100, bad: 0 });
  });

  it.each([
    ['bad ones exceed all by a whole request', ofBad('99.4', '100.4')],
    ['good ones exceed all by a whole request', ofGood('100', '101')],
    ['all are negative', ofBad('-0.6', '0')],
    ['bad ones are negative', ofBad('10', '-0.6')],
    ['there are infinitely many', ofBad('+Inf', '0')],
    ['there are infinitely few', ofBad('10', '-Inf')],
    ['there are more than a double counts', ofBad('9007199254740992', '0')],
    ['there are astronomically many', ofBad('1e+300', '0')],
  ])('are no counts where %s', (_title, judged) => {
    expect(judged).toMatchObject({ counts: null, fault: 'not-a-count' });
    expect(judged.words).toContain('negative, infinite or more than all requests');
  });

  it('are no numbers where a ratio of nothing to nothing was asked for', () => {
    expect(ofBad('NaN', '0')).toMatchObject({ counts: null, fault: 'not-a-number' });
    expect(ofBad('10', 'NaN')).toMatchObject({ counts: null, fault: 'not-a-number' });
    expect(ofBad('0', 'NaN').words).toContain('ask for counts, not for ratios');
  });
});

describe('a query without a series', () => {
  it('is no zero: neither of all requests', () => {
    expect(ofBad(null, '0')).toMatchObject({ counts: null, fault: 'empty' });
    expect(ofBad(null, null).words).toContain('the query of all requests gives no series');
  });

  it('nor of bad ones, where it says how none would be written', () => {
    expect(ofBad('10', null)).toMatchObject({ counts: null, fault: 'empty' });
    expect(ofBad('10', null).words).toContain('end it with `or vector(0)`');
  });

  it('nor of those within a threshold that no bucket ends at', () => {
    expect(ofGood('10', null)).toMatchObject({ counts: null, fault: 'empty' });
    expect(ofGood('10', null).words).toContain('put every threshold into le');
  });

  it('is nothing to wonder at in an hour without requests', () => {
    expect(ofBad('0', null).counts).toEqual({ total: 0, bad: 0 });
    expect(ofGood('0.3', null).counts).toEqual({ total: 0, bad: 0 });
  });
});
