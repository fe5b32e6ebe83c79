// Zones, calendars and instants that properties are tried on.
import type { CalendarTerms } from '@upheld/shared/agreement/agreement';
import fc from 'fast-check';
import { at } from './calendars.ts';

/** Changes by an hour, by half an hour, at midnight, over midnight, twice a year more, and a skipped date. */
const zonesWithChanges = [
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
];

/** None of them changed its clocks since 2000. */
const zonesWithoutChanges = ['UTC', 'Asia/Tokyo', 'Asia/Kolkata', 'Asia/Kathmandu', 'America/Phoenix'];

export const anyZone = fc.constantFrom(...zonesWithChanges, ...zonesWithoutChanges);
export const anyZoneWithoutChanges = fc.constantFrom(...zonesWithoutChanges);

/** Of three years, to the millisecond. */
export const anyInstant = fc.integer({ min: at('2010-06-01T00:00:00Z'), max: at('2013-06-01T00:00:00Z') });

const anyTime = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => `${part}`.padStart(2, '0')).join(':'));
const anyRange = fc.tuple(anyTime, anyTime).map((times) => times.join('-'));
const anyHours = fc.array(anyRange, { maxLength: 3 });

/** Open on Mondays at least; other days are open, closed or short, and some dates are holidays. */
export function anyCalendar(zone: fc.Arbitrary<string> = anyZone): fc.Arbitrary<CalendarTerms> {
  return fc.record({
    timeZone: zone,
    weekly: fc.record(
      {
        mon: fc.array(anyRange, { minLength: 1, maxLength: 3 }),
        tue: anyHours,
        wed: anyHours,
        thu: anyHours,
        fri: anyHours,
        sat: anyHours,
        sun: anyHours,
      },
      { requiredKeys: ['mon'] },
    ),
    holidays: fc.constantFrom(
      [],
      [
        { date: '2011-12-30' },
        { date: '2012-03-25', hours: ['22:00-06:00'] },
        { date: '2012-01-02', hours: [] },
      ],
    ),
  });
}
