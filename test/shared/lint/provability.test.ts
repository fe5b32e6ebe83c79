import { describe, expect, it } from 'vitest';
import { objective } from '../agreement/builder.ts';
import { errors, found, probed } from './found.ts';

const uptime = (target: string, more = {}) =>
  objective({ calendar: 'business', objective: { op: '>=', target }, ...more });

describe('a promise that its probing can never prove', () => {
  it('is named with what it can have, what it takes and the cadence that would do', () => {
    const clause = { section: '2.3', text: 'Error rates <0.1%' };
    const spec = { sources: [probed('api', '5m')], objectives: [errors({ clause })] };
    // February 2026 begins on a Sunday: 20 working days of 8 h, 160 h at 12 an hour are 1,920 requests.
    // With p = 0: n > z²(1 - t)/t = 1.959964² · 999 = 3,837.6. At 3 min there are 3,200, at 2 min 4,800.
    expect(found('provability', spec)).toEqual([
      {
        path: 'objectives.errors.objective.target',
        clause,
        why: 'probing api every 5 min on the calendar business gives at most 1,920 requests in February 2026, and it takes 3,838 without a bad one to prove < 0.1%',
        proposal: 'every: 2m # in sources.api',
      },
    ]);
  });

  it('is none where the shortest period has just enough: two sources, or two vantages, are twice 1,920', () => {
    const two = errors({ indicator: { type: 'error-rate', sources: ['api', 'events'] } });
    const sources = [probed('api', '5m'), probed('events', '5m')];
    expect(found('provability', { sources, objectives: [two] })).toEqual([]);
    const agreeing = [probed('api', '5m', { agreeing: 2 })];
    expect(found('provability', { sources: agreeing, objectives: [errors()] })).toEqual([]);
  });

  it('is one of a source where each is judged on its own, and tells only that', () => {
    const each = errors({ indicator: { type: 'error-rate', sources: ['api', 'events'], each: 'source' } });
    const sources = [probed('api', '60s'), probed('events', '5m')];
    expect(found('provability', { sources, objectives: [each] })).toMatchObject([
      {
        why: expect.stringContaining('probing events every 5 min'),
        proposal: 'every: 2m # in sources.events',
      },
    ]);
  });

  it('asks only those sources to be probed more often that are the slower ones', () => {
    const two = errors({ indicator: { type: 'error-rate', sources: ['api', 'events'] } });
    const sources = [probed('api', '4m'), probed('events', '20m')];
    // 2,400 + 480 are too few; with events at 10 min they are 3,360, at 5 min 4,320.
    expect(found('provability', { sources, objectives: [two] })).toMatchObject([
      { proposal: 'every: 5m # in sources.events' },
    ]);
  });

  it('is none where there is exactly what it takes', () => {
    // z² · (1 - 0.5)/0.5 = 3.84, so 4 of them: one day at 6 h has them, at 8 h it has 3.
    const effective = { from: '2026-02-02', until: '2026-02-02' };
    const half = errors({ objective: { op: '<', target: '50%' }, calendar: 'always' });
    const day = (every: string) =>
      found('provability', { effective, sources: [probed('api', every)], objectives: [half] });
    expect([day('6h').length, day('8h').length]).toEqual([0, 1]);
  });

  it('takes retries for attempts of one slot', () => {
    const sources = [probed('api', '5m', { retry: { attempts: 3, delay: '5s' } })];
    expect(found('provability', { sources, objectives: [errors()] })).toHaveLength(1);
  });

  it('counts minutes for availability, and proposes a period because probing more gives no more of them', () => {
    // 9,600 minutes in February. z² · 9,999 = 38,410.7. The shortest quarter has 22 + 20 + 22 = 64 days,
    // 30,720 minutes; 2026 has 261 working days, 125,280 minutes.
    expect(found('provability', { objectives: [uptime('99.99%')] })).toMatchObject([
      {
        why: 'measuring on the calendar business gives at most 9,600 minutes in February 2026, and it takes 38,411 without a bad one to prove >= 99.99%',
        proposal: 'period: year',
      },
    ]);
    expect(found('provability', { objectives: [uptime('99.9%')] })).toEqual([]);
  });

  it('counts one minute as one', () => {
    const calendars = { business: { timeZone: 'UTC', weekly: { thu: ['09:00-09:01'] } } };
    const effective = { from: '2026-03-05', until: '2026-03-05' };
    expect(found('provability', { calendars, effective, objectives: [uptime('99.9%')] })).toMatchObject([
      { why: expect.stringContaining('gives at most 1 minute in March 2026') },
    ]);
  });

  it('proposes the strictest usual target where no period would do', () => {
    // z² · 99,999 = 384,142.05, more than a year has. 99.95 % takes z² · 1,999 = 7,679.1, 99.99 % 38,410.7.
    expect(found('provability', { objectives: [uptime('99.999%')] })).toMatchObject([
      { why: expect.stringContaining('takes 384,143 '), proposal: 'target: 99.95%' },
    ]);
    const rare = errors({ objective: { op: '<', target: '0.00001%' }, period: 'year' });
    // 125,280 minutes at 5 s are 1,503,360 requests; z²(1 - t)/t is 38 million. At 60 s they are 125,280:
    // 0.01 % takes 38,411.
    expect(found('provability', { objectives: [rare] })).toMatchObject([{ proposal: 'target: 0.01%' }]);
  });

  it('judges a year by a year: what a month cannot prove a year may', () => {
    const spec = { sources: [probed('api', '5m')], objectives: [errors({ period: 'year' })] };
    expect(found('provability', spec)).toEqual([]);
  });

  it('leaves the part of a month in which the agreement begins aside', () => {
    // From 30 June on, June has two days; July 2026 to May 2027 have 20 working days or more.
    const spec = { effective: { from: '2026-06-30' }, objectives: [errors()] };
    expect(found('provability', spec)).toEqual([]);
  });

  it('takes the longest part where the agreement has no whole period', () => {
    const effective = { from: '2026-01-31', until: '2026-02-11' };
    const spec = { effective, sources: [probed('api', '5m')], objectives: [errors({ calendar: 'always' })] };
    // 11 days of 288 requests.
    expect(found('provability', spec)).toMatchObject([
      { why: expect.stringContaining('around the clock gives at most 3,168 requests in February 2026') },
    ]);
  });

  it('is not looked for in files, which may bring any number of rows, nor where nothing may be bad', () => {
    const sources = [{ name: 'api', type: 'import', every: '1d' }];
    expect(found('provability', { sources, objectives: [errors()] })).toEqual([]);
    expect(found('provability', { objectives: [uptime('100%')] })).toEqual([]);
  });
});

describe('a minimum sample', () => {
  it('that no period reaches is named with the cadence that would do', () => {
    const spec = { sources: [probed('api', '5m')], objectives: [errors({ minimumSample: 3000 })] };
    // At 3 min 160 h have 3,200 requests, at 4 min 2,400.
    expect(found('minimum-sample', spec)).toMatchObject([
      {
        path: 'objectives.errors.minimumSample',
        why: 'probing api every 5 min on the calendar business gives at most 1,920 requests in February 2026, fewer than the minimum of 3,000, so the verdict is always undetermined',
        proposal: 'every: 3m # in sources.api',
      },
    ]);
    const exact = { ...spec, objectives: [errors({ minimumSample: 1920 })] };
    expect(found('minimum-sample', exact)).toEqual([]);
  });

  it('beyond any cadence is to be lowered to what there is', () => {
    const spec = { sources: [probed('api', '5m')], objectives: [errors({ minimumSample: 200_000 })] };
    // Every 5 s there would be 115,200.
    expect(found('minimum-sample', spec)).toMatchObject([{ proposal: 'minimumSample: 1920' }]);
  });

  it('has no say in minutes', () => {
    expect(found('minimum-sample', { objectives: [uptime('99.9%', { minimumSample: 100_000 })] })).toEqual(
      [],
    );
  });
});
