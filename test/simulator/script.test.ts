import { describe, expect, it } from 'vitest';
import { behaviourAt } from './script.ts';
import { incidentsAround, monthsAround } from './story.ts';

const november = Date.parse('2026-11-20T12:00:00Z');
const incidents = incidentsAround(november);

describe('the demo script', () => {
  it('covers the past quarter and the current one, month by month, in the zone of the partner', () => {
    const months = monthsAround(november, 'America/New_York').map(({ start }) =>
      new Date(start).toISOString(),
    );
    // New York is at UTC-4 until 1 November 2026 and at UTC-5 after it.
    expect(months).toEqual([
      '2026-07-01T04:00:00.000Z',
      '2026-08-01T04:00:00.000Z',
      '2026-09-01T04:00:00.000Z',
      '2026-10-01T04:00:00.000Z',
      '2026-11-01T04:00:00.000Z',
      '2026-12-01T05:00:00.000Z',
    ]);
  });

  it('puts the first outage on the second Tuesday of the first month, at 10:12 in New York', () => {
    // 1 July 2026 is a Wednesday, so Tuesdays fall on 7 and 14 July; 10:12 EDT is 14:12 UTC.
    const first = incidents.find((one) => one.endpoint === 'orders' && one.kind === 'outage');
    expect(first).toMatchObject({
      start: Date.parse('2026-07-14T14:12:00Z'),
      end: Date.parse('2026-07-14T14:16:00Z'),
    });
  });

  it('tells the same story in another quarter, on that quarter’s weekdays', () => {
    // 1 January 2027 is a Friday, so the second Tuesday is the 12th; 10:12 EST is 15:12 UTC.
    const first = incidentsAround(Date.parse('2027-05-20T00:00:00Z')).find((one) => one.kind === 'outage');
    expect(first?.start).toBe(Date.parse('2027-01-12T15:12:00Z'));
  });

  it('answers the same for the same instant, however often it is asked', () => {
    const at = Date.parse('2026-10-05T13:37:00Z');
    expect(behaviourAt(incidents, 'catalog', at)).toEqual(
      behaviourAt(incidentsAround(november), 'catalog', at),
    );
  });

  it('fails from the first instant of an outage and no longer at its end', () => {
    const faultAt = (text: string) => behaviourAt(incidents, 'orders', Date.parse(text)).fault;
    expect([faultAt('2026-11-12T14:30:00Z'), faultAt('2026-11-12T14:51:59Z')]).toEqual([
      'failing',
      'failing',
    ]);
    expect([faultAt('2026-11-12T14:29:59Z'), faultAt('2026-11-12T14:52:00Z')]).toEqual([null, null]);
  });

  it('is away in the maintenance window only while the work is done, five minutes from either end', () => {
    // 12 August 2026, 11:00 to 12:30 in New York, is 15:00 to 16:30 UTC.
    const faultAt = (time: string) =>
      behaviourAt(incidents, 'orders', Date.parse(`2026-08-12T${time}Z`)).fault;
    expect([faultAt('15:04:59'), faultAt('16:25:00')]).toEqual([null, null]);
    expect([faultAt('15:05:00'), faultAt('16:24:59')]).toEqual(['unavailable', 'unavailable']);
  });

  it('keeps the share of failures of a day with errors near what the script says', () => {
    // 4 % of 1,440 requests is 57.6; three standard deviations, 3·sqrt(1440·0.04·0.96), are 22.
    const start = Date.parse('2026-08-18T00:00:00Z');
    const faults = Array.from({ length: 1440 }, (_, minute) =>
      behaviourAt(incidents, 'catalog', start + minute * 60_000),
    );
    const failed = faults.filter(({ fault }) => fault !== null).length;
    expect(failed).toBeGreaterThan(35);
    expect(failed).toBeLessThan(80);
  });
});
