import { describe, expect, it } from 'vitest';
import { jsonPointer, valueAt } from '@upheld/collector/egress/json-pointer';

/** The document of RFC 6901, section 5. */
const document: unknown = JSON.parse(
  String.raw`{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}`,
);

describe('a JSON pointer', () => {
  it.each([
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ])('%j finds what RFC 6901 says', (pointer, value) => {
    expect(valueAt(document, pointer)).toEqual(value);
  });

  it('reads ~01 as ~1 and not as /', () => {
    expect(valueAt({ '~1': 'right', '/': 'wrong' }, '/~01')).toBe('right');
  });

  it.each(['/foo/2', '/foo/01', '/foo/-', '/foo/-1', '/foo/length', '/nothing', '/foo/0/x'])(
    'finds nothing at %s',
    (pointer) => {
      expect(valueAt(document, pointer)).toBeUndefined();
    },
  );

  it.each(['/__proto__', '/constructor', '/constructor/name', '/toString'])(
    'does not leave the document at %s',
    (pointer) => {
      expect(valueAt({}, pointer)).toBeUndefined();
    },
  );

  it('sees a __proto__ that the document itself has', () => {
    expect(valueAt(JSON.parse('{"__proto__":{"a":1}}'), '/__proto__/a')).toBe(1);
  });

  it.each(['foo', '/a~b', '/a~2', '~', 7])('refuses %j with its rule', (pointer) => {
    expect(jsonPointer('/status').safeParse(pointer).error?.issues[0]?.message).toBe(
      'a JSON pointer starts with / and writes ~ in names as ~0 and / as ~1, such as /status',
    );
  });
});
