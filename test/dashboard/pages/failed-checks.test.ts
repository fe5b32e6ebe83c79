import { describe, expect, it } from 'vitest';
import { failedChecksView } from '../../../dashboard/src/lib/pages/failed-checks.ts';
import { failures } from '../../fixtures/api/failures.ts';

const view = failedChecksView(failures, 'America/New_York');

describe('the failed checks of a promise', () => {
  it('tell where the time went, in parts that add up to the whole', () => {
    // 1.1 + 17.9 + 30.2 + 339.8 + 0.4 = 389.4.
    expect(view?.bad[1]?.time).toBe(
      '389.4 ms: DNS 1.1, connecting 17.9, TLS 30.2, first byte 339.8, body 0.4',
    );
  });

  it('tell what was seen beside the outcome', () => {
    expect(view?.bad[1]?.evidence).toEqual([
      'The server says of its own time: db 12 ms, app 3.5 ms',
      'Its clock is 4 seconds behind ours',
    ]);
  });

  it('list attempts where there were several, each with its own instant and words', () => {
    expect(view?.bad[0]?.attempts).toMatchObject([
      { number: 1, at: { text: '19 Aug 2026, 15:41' }, words: 'connect: ECONNRESET: read ECONNRESET' },
      { number: 2, at: { text: '19 Aug 2026, 15:41:05' } },
    ]);
    expect(view?.bad[1]?.attempts).toEqual([]);
  });

  it('say whose task it is where nothing was measured', () => {
    expect(view?.unmeasured[1]).toMatchObject({
      words: '',
      meaning: 'Not measured: no collector ran (keep one running)',
      time: '',
    });
  });

  it('show when the certificate ends where TLS failed', () => {
    const bad = failures.bad.slice(1, 2).map((check) => ({ ...check, reason: 'tls' }));
    const [check] = failedChecksView({ ...failures, bad }, 'America/New_York')?.bad ?? [];
    expect(check?.evidence).toContain('Its certificate ends 1 Dec 2026, 00:00');
  });

  it('say nothing of a clock that is off by less than two seconds', () => {
    const [check] = failures.bad;
    if (check === undefined) throw new Error('the fixture has a bad check');
    const bad = [{ ...check, seen: { clockSkewMs: 1_999 } }];
    expect(failedChecksView({ ...failures, bad }, 'UTC')?.bad[0]?.evidence).toEqual([]);
  });

  it('are no part of a page without any', () => {
    expect(failedChecksView({ ...failures, bad: [], unmeasured: [] }, 'UTC')).toBeNull();
    expect(failedChecksView(null, 'UTC')).toBeNull();
  });
});
