import type { Agreement, Objective, Terms } from '@upheld/shared/agreement/agreement';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { factsNeeded } from '@upheld/shared/evaluation/facts';
import type { PromisePeriod, Statement } from '@upheld/shared/evaluation/statement';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { periodBounds } from '@upheld/shared/time/period';
import { describe, expect, it } from 'vitest';
import { aMatrix, aSeverity, aTicket } from '../indicators/matrix.ts';
import { aSeries, aSource, anAgreement, anExclusion, anObjective, at, badIn, facts } from './build.ts';

const MINUTE = 60_000;
const july = { start: at('2026-07-01T00:00:00Z'), end: at('2026-08-01T00:00:00Z') };
const cut = at('2026-07-16T00:00:00Z');
const asOf = at('2026-08-02T00:00:00Z');

/** An agreement whose terms change at an instant, on 16 July unless it says another. */
function amendedAt(original: Partial<Terms>, change: Partial<Terms>, from = cut): Agreement {
  const signed = anAgreement(original);
  return { ...signed, amended: [{ name: 'a1', from, terms: { ...signed, ...change } }] };
}

function judged(statement: Statement, name = 'uptime'): PromisePeriod {
  const period = statement.promises.find((promise) => promise.name === name)?.periods[0];
  if (period === undefined) throw new Error(`no period of ${name}`);
  return period;
}

const target = (text: string, change: Partial<Objective> = {}): Partial<Terms> => ({
  objectives: [anObjective({ objective: { op: '>=', target: text, timeSliceTarget: '50%' }, ...change })],
});

describe('an amendment inside a period', () => {
  // 1 to 15 July have 21,600 minutes, 16 to 31 July 23,040. 20 bad minutes in each half: 99.907 %
  // (21,580/21,600) keeps 99.9 %, 99.913 % (23,020/23,040) breaks 99.95 %.
  const badTwice = badIn(
    { start: july.start, end: july.start + 20 * MINUTE },
    { start: cut, end: cut + 20 * MINUTE },
  );
  const agreement = amendedAt(target('99.9%'), target('99.95%'));
  const statement = evaluateAgreement({
    ...{ agreement, exclusions: [], period: '2026-07', asOf },
    facts: facts([aSeries(july, badTwice)]),
  });

  it('cuts it into parts that are each judged under their own terms, and never pooled', () => {
    const period = judged(statement);
    expect(period).toMatchObject({ ...july, verdict: 'missed', display: '99.913 %', deciding: 1 });
    expect(period.parts).toMatchObject([
      {
        ...{ start: july.start, end: cut, verdict: 'met', display: '99.907 %' },
        terms: { version: null, target: '99.9%' },
        inputs: { by: 'minutes', scheduled: 21_600, good: 21_580, bad: 20 },
      },
      {
        ...{ start: cut, end: july.end, verdict: 'missed', display: '99.913 %' },
        terms: { version: 'a1', target: '99.95%' },
        inputs: { by: 'minutes', scheduled: 23_040, good: 23_020, bad: 20 },
      },
    ]);
  });

  it('leaves the counts of the period the sums of its parts', () => {
    const period = judged(statement);
    expect(period.ledger).toEqual({ scheduled: 44_640, excluded: 0, good: 44_600, bad: 40, unmeasured: 0 });
    // 0.1 % of 21,600 minutes and 0.05 % of 23,040: 21.6 + 11.52 = 33.12 minutes.
    expect(period.budget).toEqual({ allowed: { num: '828', den: '25' }, consumed: 40 });
    expect(period.days.map(({ date }) => date).slice(14, 16)).toEqual(['2026-07-15', '2026-07-16']);
    expect(period.days).toHaveLength(31);
  });

  it('shows the newest terms beside the promise', () => {
    expect(statement.promises[0]).toMatchObject({ name: 'uptime', target: '99.95%' });
  });

  it('takes an exclusion across the cut out on both sides, and says so in each part', () => {
    const window = { start: cut - 30 * MINUTE, end: cut + 25 * MINUTE };
    const period = judged(
      evaluateAgreement({
        ...{ agreement, exclusions: [anExclusion({ window })], period: '2026-07', asOf },
        facts: facts([aSeries(july, badTwice)]),
      }),
    );
    expect(period).toMatchObject({ verdict: 'met', ledger: { excluded: 55, bad: 20 } });
    expect(period.parts.map(({ exclusions }) => exclusions)).toEqual([
      [{ name: 'maintenance', effect: 'remove', minutes: 30 }],
      [{ name: 'maintenance', effect: 'remove', minutes: 25 }],
    ]);
  });

  it('is not heard of before it takes effect: what has elapsed was judged under the terms in force', () => {
    const period = judged(
      evaluateAgreement({
        ...{ agreement, exclusions: [], period: '2026-07', asOf: cut },
        facts: facts([aSeries(july, badTwice)]),
      }),
    );
    expect(period).toMatchObject({ state: 'open', verdict: 'met', display: '99.907 %', deciding: 0 });
    expect(period.parts[1]).toMatchObject({ verdict: 'undetermined', doubts: ['nothing-elapsed'] });
  });

  it.each([
    ['at its start', july.start, '99.95%'],
    ['at its end', july.end, '99.9%'],
  ])('does not cut it %s', (_, from, applied) => {
    const period = judged(
      evaluateAgreement({
        agreement: amendedAt(target('99.9%'), target('99.95%'), from),
        ...{ exclusions: [], period: '2026-07', asOf },
        facts: facts([aSeries(july)]),
      }),
    );
    expect(period.parts).toHaveLength(1);
    expect(period.parts[0]?.terms.target).toBe(applied);
  });
});

describe('an amendment that adds or drops a promise', () => {
  const added = anObjective({ name: 'added' });
  const dropped = anObjective({ name: 'dropped' });
  const { promises } = evaluateAgreement({
    agreement: amendedAt({ objectives: [dropped] }, { objectives: [added] }),
    ...{ exclusions: [], period: '2026-07', asOf },
    facts: facts([aSeries(july)]),
  });

  it('has it judged for the part of the period in which it was owed', () => {
    const windows = promises.map(({ name, periods }) => [name, periods[0]?.start, periods[0]?.end]);
    expect(windows).toEqual([
      ['added', cut, july.end],
      ['dropped', july.start, cut],
    ]);
  });
});

describe('an amendment of sources', () => {
  it('has each part read the source that was agreed then, and asks for the facts of both', () => {
    const api = (every: string) => aSource({ name: 'api', every });
    const edge = aSource({ name: 'edge', every: '30s' });
    const agreement = amendedAt(
      { sources: [api('60s')] },
      {
        sources: [api('60s'), edge],
        objectives: [anObjective({ indicator: { type: 'availability', sources: ['edge'] } })],
      },
    );
    expect(factsNeeded(agreement, periodBounds('2026-07', 'UTC', 1), july.end)).toEqual([
      // One and a half intervals before the part that reads it.
      { source: 'api', kind: 'samples', start: july.start - 90_000, end: cut },
      { source: 'edge', kind: 'samples', start: cut - 45_000, end: july.end },
    ]);
    const down = aSeries({ ...july, everyMs: 30_000 }, badIn(july), { source: 'edge' });
    const period = judged(
      evaluateAgreement({
        ...{ agreement, exclusions: [], period: '2026-07', asOf },
        facts: facts([aSeries(july), down]),
      }),
    );
    expect(period.ledger).toMatchObject({ good: 21_600, bad: 23_040 });
    expect(period.parts.map(({ samples }) => samples.map(({ source }) => source))).toEqual([
      ['api'],
      ['edge'],
    ]);
  });
});

describe('an amendment of a promise that is judged by source', () => {
  const bySource = (...sources: string[]) => ({
    sources: sources.map((name) => aSource({ name })),
    objectives: [anObjective({ indicator: { type: 'availability', sources, each: 'source' } })],
  });
  const { promises } = evaluateAgreement({
    agreement: amendedAt(bySource('api', 'old'), bySource('api', 'edge')),
    ...{ exclusions: [], period: '2026-07', asOf: july.end },
    facts: facts([aSeries(july), aSeries(july, undefined, { source: 'edge' })]),
  });

  it('judges each source over the parts in which it was promised', () => {
    const parts = promises[0]?.periods.map(({ source, parts: judgedParts }) => [
      source,
      judgedParts.map(({ start, samples }) => [start, samples.map((read) => read.source)]),
    ]);
    expect(parts).toEqual([
      ['api', [july.start, cut].map((start) => [start, ['api']])],
      ['edge', [[cut, ['edge']]]],
    ]);
  });

  it('is closed at the very end of the period', () => {
    expect(promises[0]?.periods.map(({ state }) => state)).toEqual(['closed', 'closed']);
  });
});

describe('an amendment of a response time', () => {
  const matrix = (firstResponse: string) => ({
    objectives: [],
    support: [aMatrix({ severities: [aSeverity({ firstResponse })] })],
  });
  const agreement = amendedAt({ ...matrix('4h'), sources: [aSource({ name: 'desk' })] }, matrix('1h'));
  const response = (events: TicketEvent[]) =>
    judged(
      evaluateAgreement({
        ...{ agreement, exclusions: [], period: '2026-07', asOf },
        facts: facts([], events),
      }),
      'issues-severity-1-first-response',
    );

  it('leaves a clock under the terms that were in force when it started', () => {
    // Opened at 23:00 under 4 h, answered at 02:00 of the day on which 1 h came into force: in time.
    const period = response(aTicket('T-1', '2026-07-15T23:00:00Z', { replied: '2026-07-16T02:00:00Z' }));
    expect(period).toMatchObject({ verdict: 'met', events: { good: 1, total: 1 }, deciding: 1 });
    expect(period.parts[0]?.inputs).toEqual({ by: 'clocks', met: 0, missed: 0, unknown: 0 });
  });

  it('has a ticket that comes in later answered by the new terms', () => {
    const period = response(aTicket('T-2', '2026-07-16T00:00:00Z', { replied: '2026-07-16T02:00:00Z' }));
    expect(period).toMatchObject({ verdict: 'missed', events: { good: 0, total: 1 } });
  });
});

describe('an amendment of an update cadence', () => {
  it('lets the slot that runs end under the old terms and starts the next one under the new', () => {
    // Every 7 h, every 5 h from 6 March. Replied at 10:00 on the 5th: missed at 17:00 and at 00:00 on the 6th,
    // then at 05:00 and 10:00; resolved at 12:30 before 15:00.
    const severity = (updateEvery: string) => ({
      objectives: [],
      support: [aMatrix({ severities: [aSeverity({ updateEvery })] })],
    });
    const agreement = amendedAt(
      { ...severity('7h'), sources: [aSource({ name: 'desk' })] },
      severity('5h'),
      at('2026-03-06T00:00:00Z'),
    );
    const resolved: TicketEvent = { ticket: 'T-1', at: at('2026-03-06T12:30:00Z'), type: 'resolved' };
    const events = [...aTicket('T-1', '2026-03-05T09:00:00Z', { replied: '2026-03-05T10:00:00Z' }), resolved];
    const statement = evaluateAgreement({
      ...{ agreement, exclusions: [], period: '2026-03', asOf },
      facts: facts([], events),
    });
    expect(judged(statement, 'issues-severity-1-update-cadence').clocks?.map(({ dueAt }) => dueAt)).toEqual(
      ['2026-03-05T17:00:00Z', '2026-03-06T00:00:00Z', '2026-03-06T05:00:00Z', '2026-03-06T10:00:00Z'].map(
        at,
      ),
    );
  });
});
