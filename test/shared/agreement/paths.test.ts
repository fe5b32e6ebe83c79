import { placesAt, valueAt, withValueAt } from '@upheld/shared/agreement/paths';
import { describe, expect, it } from 'vitest';

const document = {
  spec: {
    sources: [{ name: 'a' }, {}, 'text', { name: 'b' }],
    calendars: { x: { holidays: [{ date: '2026-01-01' }] }, y: { holidays: 'none' } },
  },
};

describe('ways into a document', () => {
  it('lead to every value that a pattern describes, and past what is not there', () => {
    expect(placesAt(document, 'spec.sources[].name')).toEqual([
      { path: ['spec', 'sources', 0, 'name'], value: 'a' },
      { path: ['spec', 'sources', 3, 'name'], value: 'b' },
    ]);
  });

  it('lead through every entry of a mapping', () => {
    expect(placesAt(document, 'spec.calendars.*.holidays[].date')).toEqual([
      { path: ['spec', 'calendars', 'x', 'holidays', 0, 'date'], value: '2026-01-01' },
    ]);
  });

  it('may begin with the items of a list', () => {
    expect(placesAt([{ id: 1 }], '[].id')).toEqual([{ path: [0, 'id'], value: 1 }]);
  });

  it.each([['text'], [null], [undefined], [[]], [{ spec: null }]])('lead nowhere in %j', (value) => {
    expect(placesAt(value, 'spec.sources[].name')).toEqual([]);
  });

  it.each([
    ['in a mapping', ['a', 'b'], 2, { a: { b: 2 }, list: ['x', 'y'] }],
    ['beside others', ['c'], 2, { a: { b: 1 }, list: ['x', 'y'], c: 2 }],
    ['in a mapping that is not there yet', ['c', 'd'], 2, { a: { b: 1 }, list: ['x', 'y'], c: { d: 2 } }],
    ['in a list', ['list', 1], 'z', { a: { b: 1 }, list: ['x', 'z'] }],
    ['just past a list', ['list', 2], 'z', { a: { b: 1 }, list: ['x', 'y', 'z'] }],
    ['without an item', ['list', 0], undefined, { a: { b: 1 }, list: ['y'] }],
    ['without a key', ['a', 'b'], undefined, { a: {}, list: ['x', 'y'] }],
    ['as a whole', [], 2, 2],
  ])('give the document with another value %s, and leave the old one', (_, path, value, expected) => {
    const before = { a: { b: 1 }, list: ['x', 'y'] };
    expect(withValueAt(before, path, value)).toEqual(expected);
    expect(before).toEqual({ a: { b: 1 }, list: ['x', 'y'] });
  });

  it('see no properties that every object inherits', () => {
    expect(valueAt({}, ['constructor'])).toBeUndefined();
    expect(valueAt({}, ['__proto__'])).toBeUndefined();
  });
});
