import { describe, expect, it } from 'vitest';
import { issueEvents, type IssueChange, type LabelTerms } from '@upheld/collector/tickets/issue-events';

const openedAt = Date.UTC(2026, 6, 1, 9);
const severity = { prefix: 'sev:', labels: { Outage: 1, minor: 4 }, otherwise: 3 };
const on = (second: number, label: string): IssueChange => ({
  ...{ at: openedAt + second * 1_000, type: 'labeled', label },
});
const off = (second: number, label: string): IssueChange => ({
  ...{ at: openedAt + second * 1_000, type: 'unlabeled', label },
});

/** Seconds after the opening, with the severity from then on or the type of event. */
function told(changes: IssueChange[], terms: Partial<LabelTerms> = {}) {
  const events = issueEvents({ ticket: '7', openedAt, changes }, { severity, ...terms });
  return events.map((event) => [
    (event.at - openedAt) / 1_000,
    'severity' in event ? event.severity : event.type,
  ]);
}

describe('the severity of an issue', () => {
  it('is the one for others until it has a label that tells', () => {
    expect(told([])).toEqual([[0, 3]]);
    expect(told([on(0, 'bug'), on(5, 'sev:2')])).toEqual([
      [0, 3],
      [5, 2],
    ]);
  });

  it('is that of the labels it was opened with', () => {
    expect(told([on(0, 'bug'), on(0, 'sev:2')])).toEqual([[0, 2]]);
  });

  it.each([
    ['the new label first', [on(0, 'sev:2'), on(9, 'sev:1'), off(10, 'sev:2')], [9, 1]],
    ['the old label first', [on(0, 'sev:2'), off(9, 'sev:2'), on(10, 'sev:1')], [10, 1]],
    ['the new label first, lower', [on(0, 'sev:2'), on(9, 'sev:4'), off(10, 'sev:2')], [10, 4]],
    ['the old label first, lower', [on(0, 'sev:2'), off(9, 'sev:2'), on(10, 'sev:4')], [10, 4]],
  ])('changes once where labels are swapped, %s', (_title, changes, change) => {
    expect(told(changes)).toEqual([[0, 2], change]);
  });

  it('is the highest of several', () => {
    expect(told([on(0, 'minor'), on(0, 'sev:2'), on(5, 'outage'), off(6, 'outage')])).toEqual([
      [0, 2],
      [5, 1],
      [6, 2],
    ]);
  });

  it('stays where the last label goes', () => {
    expect(told([on(0, 'sev:1'), off(5, 'sev:1')])).toEqual([[0, 1]]);
  });

  it('is told by whole names and by one digit behind the prefix, in capitals or not', () => {
    expect(told([on(0, 'OUTAGE')])).toEqual([[0, 1]]);
    expect(told([on(0, 'Sev:4')])).toEqual([[0, 4]]);
    for (const label of ['sev:', 'sev:0', 'sev:12', 'sev:x', 'x sev:1', 'outages']) {
      expect(told([on(0, label)])).toEqual([[0, 3]]);
    }
  });
});

describe('an issue', () => {
  it('waits for its reporter while it has the label for that', () => {
    const changes = [on(0, 'Waiting'), off(5, 'waiting'), on(6, 'other')];
    expect(told(changes, { waitingLabel: 'waiting' })).toEqual([
      [0, 3],
      [0, 'waiting-on-reporter'],
      [5, 'waiting-ended'],
    ]);
    expect(told(changes)).toEqual([[0, 3]]);
  });

  it('gives its events by instant, then as listed', () => {
    const at = openedAt + 9_000;
    const changes: IssueChange[] = [
      { at, type: 'resolved' },
      { at, type: 'reopened' },
      { at: openedAt + 1_000, type: 'note' },
    ];
    expect(told(changes)).toEqual([
      [0, 3],
      [1, 'note'],
      [9, 'resolved'],
      [9, 'reopened'],
    ]);
  });
});
