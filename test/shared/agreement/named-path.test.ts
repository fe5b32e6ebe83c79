import { follow, itemName, namesIn, pathText } from '@upheld/shared/agreement/named-path';
import { describe, expect, it } from 'vitest';

const document = {
  spec: {
    parties: [{ id: 'us', name: 'Our Company' }],
    objectives: [{ name: 'uptime', objective: { target: '99.9%' }, clause: null }],
    support: [{ name: 'issues', severities: [{ level: 1, name: 'Critical' }] }],
    calendars: { business: { holidays: [{ date: '2026-12-25', name: 'Christmas Day' }] } },
    credits: {
      steps: [
        { below: '99%', credit: '25%' },
        { below: '99.9%', credit: '10%' },
      ],
    },
    indicator: { sources: ['api', 'orders'] },
    expect: { json: { '/status': 'pass', '/status.text': 'well' } },
    matrix: [[1, 2]],
  },
};

const paths = [
  ['parties.us.name', ['parties', 0, 'name'], 'Our Company'],
  ['objectives.uptime.objective.target', ['objectives', 0, 'objective', 'target'], '99.9%'],
  ['support.issues.severities.1.name', ['support', 0, 'severities', 0, 'name'], 'Critical'],
  [
    'calendars.business.holidays.2026-12-25.name',
    ['calendars', 'business', 'holidays', 0, 'name'],
    'Christmas Day',
  ],
  ['credits.steps.99.9%.credit', ['credits', 'steps', 1, 'credit'], '10%'],
] as const;

describe('a path in words', () => {
  it.each(paths)('leads to a value: %s', (words, path, value) => {
    expect(follow(document, words)).toEqual({ path: ['spec', ...path], value, text: words, rest: '' });
  });

  it.each(paths)('is what faults are told in: %s', (words, path) => {
    expect(pathText(document, ['spec', ...path])).toBe(words);
  });

  it.each([
    ['indicator.sources.orders', 'orders'],
    ['expect.json./status', 'pass'],
    ['expect.json./status.text', 'well'],
  ])('finds words of a list by themselves, and the longest name that fits: %s', (words, value) => {
    expect(follow(document, words)).toMatchObject({ value, rest: '' });
  });

  it.each([
    ['objectives.uptme.objective', 'objectives', 'uptme.objective'],
    ['objectives.uptime.clause.text', 'objectives.uptime', 'clause.text'],
    ['support.issues.severities.Critical', 'support.issues.severities', 'Critical'],
    ['objectives.0.objective', 'objectives', '0.objective'],
    ['parties.us.name.first', 'parties.us.name', 'first'],
    ['metadata.name', '', 'metadata.name'],
  ])('ends where it leads no further: %s', (words, text, rest) => {
    expect(follow(document, words)).toMatchObject({ text, rest });
  });

  it('is the whole document where it is empty, and counts items without a name', () => {
    expect(pathText(document, [])).toBe('document');
    expect(pathText(document, ['spec'])).toBe('spec');
    expect(pathText(document, ['spec', 'matrix', 0, 1])).toBe('matrix.0.1');
  });
});

describe('names', () => {
  it.each([
    [{ level: 1, name: 'Critical' }, '1'],
    [{ date: '2026-12-25', name: 'Christmas Day' }, '2026-12-25'],
    [{ id: 'tpa', name: 'x' }, 'tpa'],
    ['api', 'api'],
    [{}, undefined],
    [{ name: ['a'] }, undefined],
    [null, undefined],
  ])('of an item: %j', (item, name) => {
    expect(itemName(item)).toBe(name);
  });

  it('that a path may go on with are those of what has a value', () => {
    expect(namesIn(document.spec.objectives)).toEqual(['uptime']);
    expect(namesIn(document.spec.objectives[0])).toEqual(['name', 'objective']);
    expect(namesIn('99.9%')).toEqual([]);
  });
});
