import { describe, expect, it } from 'vitest';
import { hasDuplicateMembers } from '@upheld/collector/egress/json-members';

const isAmbiguous = (text: string) => hasDuplicateMembers(text, JSON.parse(text));

describe('a document of JSON', () => {
  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":{"c":[{"d":1,"d":2}]}}',
    String.raw`{"a":1,"\u0061":2}`,
    String.raw`{"\"":1,"\u0022":2}`,
    '{"__proto__":{},"__proto__":{}}',
    '{"":0,"":0}',
  ])('is ambiguous as %s, in which an object names a member twice', (text) => {
    expect(isAmbiguous(text)).toBe(true);
  });

  it.each([
    '{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}',
    '{"__proto__":{"a":1},"constructor":1,"toString":2,"length":3}',
    String.raw`{"a:b":"c:d","\"e\":":"\\","f\\":"\\\\:"}`,
    String.raw`{"a\"":1,"b":2}`,
    String.raw`{"a\\":1,"b":2}`,
    '{"1":1,"0":0,"01":2}',
    '["a:b",":",null,true,1e400]',
    '":"',
    'null',
    '0',
    '{}',
  ])('is clear as %s', (text) => {
    expect(isAmbiguous(text)).toBe(false);
  });

  it('may be as deep as it likes', () => {
    const deep = '{"a":['.repeat(100_000) + ']}'.repeat(100_000);
    expect(isAmbiguous(deep)).toBe(false);
    expect(isAmbiguous(deep.replace('[]', '[{"b":1,"b":2}]'))).toBe(true);
  });
});
