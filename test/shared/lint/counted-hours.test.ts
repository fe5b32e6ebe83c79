import { readAgreement } from '@upheld/shared/agreement/read';
import { lintRules } from '@upheld/shared/lint/registry';
import type { Finding } from '@upheld/shared/lint/warning';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { agreementDocument, kinds, objective } from '../agreement/builder.ts';

const counting = { type: 'prometheus', spec: z.strictObject({}), feeds: 'counts' as const };
const withCounts = { ...kinds, sources: [...kinds.sources, counting] };
const sources = [
  { name: 'gateway', type: 'prometheus', spec: {} },
  { name: 'api', type: 'probe', spec: { url: 'https://api.acme.example' } },
];

const errors = (more: Record<string, unknown> = {}, named = ['gateway']) =>
  objective({
    ...{ name: 'errors', indicator: { type: 'error-rate', sources: named }, calendar: 'service' },
    ...{ objective: { op: '<', target: '0.1%' }, ...more },
  });

function found(
  rule: string,
  hours: { timeZone?: string; ranges: string[] },
  given: Record<string, unknown> = errors(),
): Finding[] {
  const { timeZone = 'Europe/Berlin', ranges } = hours;
  const calendars = { service: { timeZone, weekly: { 'mon-fri': ranges } } };
  const document = agreementDocument({ timeZone, calendars, sources, objectives: [given] });
  const read = readAgreement(document, withCounts);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return lintRules.filter(({ name }) => name === rule).flatMap(({ find }) => find(read.value, null));
}

const hours = (...args: [Parameters<typeof found>[1], Parameters<typeof found>[2]?]) =>
  found('counted-hours', ...args);

describe('hours that counted traffic can never fill', () => {
  it('are named where they keep every verdict undetermined, with a floor and the way out', () => {
    // February 2026 has 20 weekdays. 9:30 to 17:00 touches eight hours a day and holds seven: 140 of 160.
    expect(hours({ ranges: ['09:30-17:00'] })).toEqual([
      {
        path: 'objectives.errors.noData.coverageFloor',
        clause: null,
        why: 'gateway counts by the hour of UTC, and 09:00-10:00 in Europe/Berlin lies partly outside the calendar service: in February 2026 at most 140 of 160 hours ever count, 87.5 % where the floor is 95%, so the verdict is always undetermined',
        proposal:
          'noData: { coverageFloor: 87% } # or let the hours of calendars.service begin and end where those of UTC do',
      },
    ]);
  });

  it('are none on whole hours, around the clock, and under a floor that allows for them', () => {
    expect(hours({ ranges: ['09:00-17:00'] })).toEqual([]);
    expect(hours({ ranges: ['09:30-17:00'] }, errors({ calendar: 'always' }))).toEqual([]);
    expect(hours({ ranges: ['09:30-17:00'] }, errors({ noData: { coverageFloor: '87.5%' } }))).toEqual([]);
    expect(hours({ ranges: ['09:30-17:00'] }, errors({ noData: { coverageFloor: '87.51%' } }))).toHaveLength(
      1,
    );
  });

  it('are those of UTC: in Kolkata whole hours begin at half past', () => {
    // 3:30 to 11:30 UTC touches nine hours and holds seven: 77.77... %.
    expect(hours({ timeZone: 'Asia/Kolkata', ranges: ['09:00-17:00'] })).toMatchObject([
      {
        why: expect.stringContaining('08:30-09:30 and 16:30-17:30 in Asia/Kolkata'),
        proposal: expect.stringContaining('coverageFloor: 77%'),
      },
    ]);
    expect(hours({ timeZone: 'Asia/Kolkata', ranges: ['09:30-16:30'] })).toEqual([]);
  });

  it('have no floor to propose where not a single hour is whole', () => {
    expect(hours({ ranges: ['09:15-09:45'] })).toMatchObject([
      { why: expect.stringContaining('at most 0 of 20 hours ever count, 0 %'), proposal: null },
    ]);
  });

  it('do not bear on promises that are probed, and bear on those that are both', () => {
    expect(hours({ ranges: ['09:30-17:00'] }, errors({}, ['api']))).toEqual([]);
    expect(hours({ ranges: ['09:30-17:00'] }, errors({}, ['api', 'gateway']))).toHaveLength(1);
  });
});

describe('what else is said of counted traffic', () => {
  it('is nothing about how often it is probed: real traffic is as much as it is', () => {
    const many = errors({ minimumSample: 1_000_000 });
    expect(found('provability', { ranges: ['09:00-17:00'] }, many)).toEqual([]);
    expect(found('minimum-sample', { ranges: ['09:00-17:00'] }, many)).toEqual([]);
  });

  it.each([
    [['gateway'], 'Less than 0.1% of requests counted by gateway fail'],
    [['gateway', 'api'], 'Less than 0.1% of requests probed or counted by gateway and api fail'],
    [['api'], 'Less than 0.1% of probe requests to api fail'],
  ])('proposes a reading that says who counts: %j', (named, reading) => {
    const clause = { text: 'Error rates below 0.1 %' };
    const [finding] = found('reading', { ranges: ['09:00-17:00'] }, errors({ clause }, named));
    expect(finding?.proposal).toBe(`reading: "${reading} on the calendar service, per calendar month."`);
  });
});
