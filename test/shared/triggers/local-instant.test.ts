import { localInstant } from '@upheld/shared/triggers/local-instant';
import { describe, expect, it } from 'vitest';
import { at } from '../evaluation/build.ts';

describe('an instant in a sentence', () => {
  it.each([
    // New York is five hours behind UTC in winter and four in summer; Kolkata is five and a half ahead.
    ['2026-11-12T14:31:00Z', 'America/New_York', '2026-11-12 09:31 America/New_York'],
    ['2026-07-10T03:59:00Z', 'America/New_York', '2026-07-09 23:59 America/New_York'],
    ['2026-11-12T18:30:00Z', 'Asia/Kolkata', '2026-11-13 00:00 Asia/Kolkata'],
    ['2026-11-12T14:31:00Z', 'UTC', '2026-11-12 14:31 UTC'],
  ])('shows %s as the clock in %s does', (iso, zone, text) => {
    expect(localInstant(at(iso), zone)).toBe(text);
  });

  it('shows seconds and milliseconds where there are any', () => {
    expect(localInstant(at('2026-11-12T14:31:05Z'), 'UTC')).toBe('2026-11-12 14:31:05 UTC');
    expect(localInstant(at('2026-11-12T14:31:05.040Z'), 'UTC')).toBe('2026-11-12 14:31:05.040 UTC');
    expect(localInstant(at('2026-11-12T14:31:00.007Z'), 'UTC')).toBe('2026-11-12 14:31:00.007 UTC');
  });

  it('tells the hours apart that clocks set back show twice, and no other', () => {
    // New York sets its clocks back from 02:00 (UTC-4) to 01:00 (UTC-5) on 1 November 2026, at 06:00 UTC.
    const shown = ['04:59', '05:00', '05:59', '06:00', '06:59', '07:00'].map((time) =>
      localInstant(at(`2026-11-01T${time}:00Z`), 'America/New_York').replace(' America/New_York', ''),
    );
    expect(shown).toEqual([
      '2026-11-01 00:59',
      '2026-11-01 01:00-04:00',
      '2026-11-01 01:59-04:00',
      '2026-11-01 01:00-05:00',
      '2026-11-01 01:59-05:00',
      '2026-11-01 02:00',
    ]);
    // The hour that is left out in spring is shown by nothing: 01:59 is followed by 03:00.
    expect(localInstant(at('2026-03-08T07:00:00Z'), 'America/New_York')).toBe(
      '2026-03-08 03:00 America/New_York',
    );
  });
});
