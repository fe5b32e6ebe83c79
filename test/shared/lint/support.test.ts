import { describe, expect, it } from 'vitest';
import { matrix } from '../agreement/builder.ts';
import { business, found } from './found.ts';

const severity = (terms: Record<string, unknown>) => ({
  level: 3,
  name: 'Medium',
  firstResponse: '2h',
  ...terms,
});
const stretched = (
  terms: Record<string, unknown>,
  ofMatrix: Record<string, unknown> = {},
  calendar: unknown = business,
) =>
  found('service-hours', {
    calendars: { business: calendar },
    support: [matrix({ severities: [severity({ calendar: 'business', ...terms })], ...ofMatrix })],
  });

describe('a duration of service hours', () => {
  it('that is longer than a service day is named with what it comes to', () => {
    const clause = { section: '7.1', text: 'Severity 3 24-hour response' };
    // 24 h / 8 h = 3, 40 h / 8 h = 5, 2 d = 48 h, 48 / 8 = 6.
    expect(stretched({ firstResponse: '24h', updateEvery: '40h', resolution: '2d' }, { clause })).toEqual([
      {
        path: 'support.issues.severities.3.firstResponse',
        clause,
        why: '24h counts service hours only: 24 h on 09:00-17:00 Europe/Berlin = 3 working days',
        proposal: 'reading: "24 h on 09:00-17:00 Europe/Berlin = 3 working days."',
      },
      expect.objectContaining({
        why: expect.stringContaining('40 h on 09:00-17:00 Europe/Berlin = 5 working'),
      }),
      expect.objectContaining({
        why: expect.stringContaining('2 d on 09:00-17:00 Europe/Berlin = 6 working'),
      }),
    ]);
  });

  it('is told by an example where days differ', () => {
    const uneven = {
      timeZone: 'Europe/Berlin',
      weekly: { 'mon-thu': ['09:00-17:00'], fri: ['09:00-12:00'] },
    };
    // 2026-01-01 is a Thursday: 8 h until 17:00, 3 h on Friday, 1 h on Monday.
    expect(stretched({ firstResponse: '12h' }, {}, uneven)).toMatchObject([
      {
        why: '12h counts service hours only: 12 h from 2026-01-01 09:00 end on 2026-01-05 10:00 Europe/Berlin',
      },
    ]);
  });

  it('adds to the reading that there is', () => {
    expect(stretched({ firstResponse: '24h', reading: 'Regular means daily.' })).toMatchObject([
      { proposal: 'reading: "Regular means daily. 24 h on 09:00-17:00 Europe/Berlin = 3 working days."' },
    ]);
  });

  it.each([
    [{ firstResponse: '24h', reading: 'The 24 hours are service time.' }],
    [{ firstResponse: '24h', reading: '24h on 09:00-17:00 = 3 working days.' }],
    [{ firstResponse: '8h' }],
    [{ firstResponse: '3bd' }],
    [{ firstResponse: '72h', calendar: 'always' }],
  ])('is left alone where it is settled or means what it says: %j', (terms) => {
    expect(stretched(terms)).toEqual([]);
  });

  it('is left alone where the reading of the matrix names it, and where days are whole', () => {
    expect(stretched({ firstResponse: '24h' }, { reading: 'A 24-hour response is three days.' })).toEqual([]);
    const weekdays = { timeZone: 'Europe/Berlin', weekly: { 'mon-fri': ['00:00-24:00'] } };
    expect(stretched({ firstResponse: '72h' }, {}, weekdays)).toEqual([]);
  });
});

describe('a severity without an update cadence', () => {
  const levels = (...severities: Record<string, unknown>[]) =>
    found('update-cadence', { support: [matrix({ clause: { section: '7.1' }, severities })] });

  it('is named with those beside it, and with a cadence that suits its calendar', () => {
    const silent = [severity({ level: 2 }), severity({ level: 3 })];
    expect(levels(severity({ level: 1, updateEvery: '1h' }), ...silent)).toEqual([
      {
        path: 'support.issues.severities.2',
        clause: { section: '7.1' },
        why: 'no updates are promised after the first response to severity 2 and 3, so none are measured',
        proposal: 'updateEvery: 1d',
      },
    ]);
    expect(levels(severity({ calendar: 'business' }))).toMatchObject([{ proposal: 'updateEvery: 1bd' }]);
  });

  it('is none where every severity has one', () => {
    expect(levels(severity({ updateEvery: '1d' }))).toEqual([]);
  });
});
