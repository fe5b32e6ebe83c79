import { describe, expect, it } from 'vitest';
import { jmespath, searchFor } from '@upheld/collector/jmespath/expression';

const faultsOf = (expression: unknown) =>
  (jmespath('author.role').safeParse(expression).error?.issues ?? []).map(({ message }) => message);

describe('an expression of a file', () => {
  it.each([
    'author.role',
    "kind == 'note' && 'note' || kind",
    'tickets[].[let $ticket = id in log[].{ticket: $ticket, at: at}][][]',
    'max_by(events, &id).id',
    'events[?!hidden].at | [-1]',
    '"a name with spaces"."constructors"',
    '`{"name": "constructor", "type": "Function"}`',
  ])('may be %s', (expression) => {
    expect(faultsOf(expression)).toEqual([]);
  });

  it.each(['tickets[', 'a.', '', 'let $a = b', '{a b}'])(
    'that is not JMESPath is a fault with an example: %s',
    (expression) => {
      const [fault, ...others] = faultsOf(expression);
      expect(fault).toMatch(/^an expression is JMESPath \(.+\), such as author\.role$/s);
      expect(others).toEqual([]);
    },
  );

  it('has no end at 1001 characters', () => {
    expect(faultsOf('a'.repeat(1_000))).toEqual([]);
    expect(faultsOf('a'.repeat(1_001))).toEqual([
      'an expression is JMESPath of up to 1000 characters, such as author.role',
    ]);
    expect(faultsOf(7)).toEqual(['an expression is JMESPath of up to 1000 characters, such as author.role']);
  });

  it.each([
    ['pad_left(id, at)', 'pad_left'],
    ["replace(id, 'a', name)", 'replace'],
    ['trim(id, name)', 'trim'],
    ['a[?merge(b, c)]', 'merge'],
    ['map(&from_items(@), a)', 'from_items'],
    ['a | {x: [group_by(b, &c)]}', 'group_by'],
    ['nothing_of_that_name(a)', 'nothing_of_that_name'],
  ])('calls no function that grows, searches by pattern or makes names: %s', (expression, name) => {
    expect(faultsOf(expression)).toEqual([
      expect.stringContaining(`"${name}" is none of the functions abs, avg, `),
    ]);
  });

  it.each([
    ['constructor.name', 'constructor'],
    ['a.b[].toString', 'toString'],
    ['"__proto__".polluted', '__proto__'],
    ['{"__proto__": a}', '__proto__'],
    ['let $__proto__ = a in b', '__proto__'],
    ['sort_by(a, &valueOf)', 'valueOf'],
  ])('names no member that every object has: %s', (expression, name) => {
    expect(faultsOf(expression)).toEqual([`"${name}" is no name of a member, such as author.role`]);
  });
});

describe('a search', () => {
  it('gives what the expression makes of each document', () => {
    const flat = searchFor('tickets[].[let $ticket = id in log[].{ticket: $ticket, at: at}][][]');
    const tickets = [
      { id: 'T-1', log: [{ at: 1 }, { at: 2 }] },
      { id: 'T-2', log: [{ at: 3 }] },
    ];
    expect(flat({ tickets })).toEqual([
      { ticket: 'T-1', at: 1 },
      { ticket: 'T-1', at: 2 },
      { ticket: 'T-2', at: 3 },
    ]);
    expect(flat({ tickets: [] })).toEqual([]);
    expect(flat({})).toBeNull();
  });

  it('finds nothing where there is nothing', () => {
    const search = searchFor('a.b[0]');
    for (const document of [undefined, null, 7, 'a', [], {}, { a: 'b' }]) expect(search(document)).toBeNull();
  });

  it('throws where a function is given what it cannot work on', () => {
    const search = searchFor("starts_with(name, 'a')");
    expect(search({ name: 'abc' })).toBe(true);
    expect(() => search({ name: 7 })).toThrow(Error);
  });
});
