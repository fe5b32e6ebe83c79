import { repeatedNames } from '@upheld/shared/agreement/duplicates';
import { describe, expect, it } from 'vitest';

const twice = (key: string) => [{ [key]: 'a' }, { [key]: 'b' }, { [key]: 'a' }];
const gots = (spec: Record<string, unknown>) => repeatedNames({ spec }).map(({ got }) => got);

describe('names that stand twice', () => {
  it.each([
    ['documents', { documents: twice('id') }],
    ['parties', { parties: twice('id') }],
    ['holidays', { calendars: { business: { holidays: twice('date') } } }],
    ['sources', { sources: twice('name') }],
    ['objectives', { objectives: twice('name') }],
    ['support matrices', { support: twice('name') }],
    ['severities', { support: [{ severities: twice('level') }] }],
    ['steps of credits', { credits: { steps: twice('below') } }],
    ['triggers', { triggers: twice('name') }],
    ['rungs', { correctiveAction: { ladder: twice('level') } }],
    ['bodies', { governance: { bodies: twice('name') } }],
    ['obligations', { obligations: twice('name') }],
    ['KPIs', { kpis: twice('name') }],
    ['control targets', { controls: twice('name') }],
    ['channels', { channels: twice('name') }],
  ])('are found once each among %s', (_, spec) => {
    expect(gots(spec)).toEqual(['"a" again']);
  });

  it('are counted within one list: each calendar and each matrix has its own', () => {
    const holidays = [{ date: '2026-12-25' }];
    const severities = [{ level: 1 }];
    expect(
      gots({ calendars: { a: { holidays }, b: { holidays } }, support: [{ severities }, { severities }] }),
    ).toEqual([]);
  });
});
