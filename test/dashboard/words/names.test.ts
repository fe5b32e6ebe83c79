import { describe, expect, it } from 'vitest';
import { joined, midSentence, readable } from '../../../dashboard/src/lib/words/names.ts';
import { periodLabel, periodShort } from '../../../dashboard/src/lib/words/period.ts';
import { spanWords } from '../../../dashboard/src/lib/words/span.ts';

describe('names in print', () => {
  it('turns identifiers into words and keeps acronyms in capitals', () => {
    expect(['uptime', 'api-latency', 'partner-issues-severity-2-first-response'].map(readable)).toEqual([
      'Uptime',
      'API latency',
      'Partner issues severity 2 first response',
    ]);
    expect(['uptime', 'api-latency'].map(midSentence)).toEqual(['uptime', 'API latency']);
  });

  it('lists names as prose and counts what is beyond the limit', () => {
    expect(joined(['a'])).toBe('a');
    expect(joined(['a', 'b'])).toBe('a and b');
    expect(joined(['a', 'b', 'c'])).toBe('a, b and c');
    expect(joined(['a', 'b', 'c', 'd', 'e', 'f'])).toBe('a, b and 4 more');
  });

  it('names months, quarters and years as people do', () => {
    expect(['2026-Q3', '2026-07', '2026'].map(periodLabel)).toEqual(['Q3 2026', 'July 2026', '2026']);
    expect(['2026-Q3', '2026-07'].map(periodShort)).toEqual(['Q3', 'Jul']);
  });

  it('says lengths of time in at most two units', () => {
    // 4567 min = 3 d (4320) + 247 min = 4 h 7 min.
    expect([5, 60, 125, 1440, 4567].map(spanWords)).toEqual(['5 min', '1 h', '2 h 5 min', '1 d', '3 d 4 h']);
  });
});
