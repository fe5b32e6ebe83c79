import { endlessDurations } from '@upheld/shared/agreement/endless';
import { readAgreement } from '@upheld/shared/agreement/read';
import { describe, expect, it } from 'vitest';
import { agreementDocument, kinds, matrix } from './builder.ts';

/** One hour a week: 100 years have 5,217 or 5,218 of them. */
const weekly = { timeZone: 'UTC', weekly: { mon: ['09:00-10:00'] } };

function paths(spec: Record<string, unknown>): string[] {
  const document = agreementDocument({ calendars: { weekly }, ...spec });
  return endlessDurations(document).map(({ path }) => path.slice(1).join('.'));
}

const severity = (terms: Record<string, unknown>) =>
  paths({
    support: [matrix({ severities: [{ level: 1, name: 'Critical', calendar: 'weekly', ...terms }] })],
  });

describe('a duration', () => {
  it('is refused where its calendar does not open often enough within 100 years', () => {
    expect(severity({ firstResponse: '5200h', updateEvery: '5200bd' })).toEqual([]);
    expect(severity({ firstResponse: '5300h', updateEvery: '5300bd', resolution: '1h' })).toEqual([
      'support.0.severities.0.firstResponse',
      'support.0.severities.0.updateEvery',
    ]);
    expect(severity({ firstResponse: '5300h', calendar: 'always' })).toEqual([]);
  });

  it('of governance and credits counts on the calendar of governance', () => {
    const governance = { calendar: 'weekly', closeAfter: '5300bd', disputeWithin: '30d' };
    const credits = { objective: 'uptime', steps: [], claimWithin: '5300bd' };
    expect(paths({ governance, credits })).toEqual(['governance.closeAfter', 'credits.claimWithin']);
    expect(paths({ governance: { closeAfter: '5300bd' }, credits })).toEqual([]);
  });

  it('is left to its own rule where it, its calendar or the first date cannot be read', () => {
    expect(severity({ firstResponse: 'soon' })).toEqual([]);
    expect(severity({ firstResponse: '5300h', calendar: 'nowhere' })).toEqual([]);
    const severities = [{ level: 1, name: 'Critical', firstResponse: '5300h', calendar: 'weekly' }];
    expect(paths({ support: [matrix({ severities })], effective: { from: 'today' } })).toEqual([]);
    expect(paths({ support: [matrix({ severities })], calendars: { weekly: { timeZone: 'UTC' } } })).toEqual(
      [],
    );
  });

  it.each([
    ['5217w', true], // 36,519 days
    ['5218w', false], // 36,526 days: a century has 36,525
    ['36525d', true],
    ['36526d', false],
    ['876600h', true], // 36,525 days
    ['876601h', false],
  ])('is at most 100 years long: %s', (firstResponse, isTaken) => {
    const severities = [{ level: 1, name: 'Critical', firstResponse }];
    const read = readAgreement(agreementDocument({ support: [matrix({ severities })] }), kinds);
    expect(read.ok).toBe(isTaken);
    if (!read.ok) {
      expect(read.faults).toMatchObject([{ rule: 'a duration is at most 100 years, such as 2h' }]);
    }
  });
});
