import { offsetIfRepeated } from '@upheld/shared/time/repeated-hour';
import { describe, expect, it } from 'vitest';

describe('the offset of an hour that comes twice', () => {
  it.each([
    // New York goes back from 02:00 (UTC-4) to 01:00 (UTC-5) at 06:00 UTC; Lord Howe by half an hour, from 02:00
    // (UTC+11) to 01:30 (UTC+10:30) at 15:00 UTC of the day before.
    ['2026-11-01T05:59:59.999Z', 'America/New_York', '-04:00'],
    ['2026-11-01T06:00:00Z', 'America/New_York', '-05:00'],
    ['2026-04-04T14:30:00Z', 'Australia/Lord_Howe', '+11:00'],
    ['2026-04-04T15:29:00Z', 'Australia/Lord_Howe', '+10:30'],
  ])('is told at %s in %s', (iso, zone, offset) => {
    expect(offsetIfRepeated(Temporal.Instant.from(iso).toZonedDateTimeISO(zone))).toBe(offset);
  });

  it.each([
    ['2026-11-01T04:59:59.999Z', 'America/New_York'],
    ['2026-11-01T07:00:00Z', 'America/New_York'],
    ['2026-04-04T14:29:00Z', 'Australia/Lord_Howe'],
    ['2026-04-04T15:30:00Z', 'Australia/Lord_Howe'],
    // The hour that is left out in spring is read by no clock: 01:59 is followed by 03:00.
    ['2026-03-08T07:00:00Z', 'America/New_York'],
    ['2026-11-01T01:30:00Z', 'UTC'],
  ])('is not told at %s in %s', (iso, zone) => {
    expect(offsetIfRepeated(Temporal.Instant.from(iso).toZonedDateTimeISO(zone))).toBe('');
  });
});
