import { secretRule } from '@upheld/shared/agreement/fields';
import { shown } from '@upheld/shared/agreement/shown';
import { describe, expect, it } from 'vitest';

const show = (value: unknown, ...path: string[]) => shown(value, path, 'a rule');

describe('a faulty value in a report', () => {
  it.each([
    ['999%', '999%'],
    ['12m', '12m'],
    ['2026-02-30', '2026-02-30'],
    ['+02:00', '+02:00'],
    ['zendsk', '"zendsk"'],
    ['two words', '"two words"'],
    ['3 words here', '"3 words here"'],
    ['', '""'],
    ['a\nb', '"a\\nb"'],
    [0.995, '0.995'],
    [true, 'true'],
    [undefined, 'nothing'],
    [null, 'nothing'],
    [[], 'an empty list'],
    [[1, 2], 'a list of 2'],
    [{ a: 1 }, 'a mapping'],
  ])('%j is shown as %s', (value, expected) => {
    expect(show(value)).toBe(expected);
  });

  it('is cut to sixty characters', () => {
    expect(show('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
    expect(show('x'.repeat(61))).toBe(`"${'x'.repeat(57)}..."`);
    expect(show('1'.repeat(61))).toBe(`"${'1'.repeat(57)}..."`);
  });

  it.each(['token', 'clientSecret', 'password', 'auth', 'authorization', 'cookie', 'x-api-key'])(
    'is not shown under a key such as %s',
    (key) => {
      expect(show('hunter2', 'spec', key, '0')).toBe('[secret]');
    },
  );

  it('is shown under auth where it names a kind', () => {
    expect(show('basic', 'spec', 'auth', 'type')).toBe('"basic"');
  });

  it('is not shown in a secret field of any name', () => {
    expect(shown('hunter2', ['spec', 'pin'], secretRule)).toBe('[secret]');
  });

  it.each([
    ['https://ina:hunter2@a.example/x', '"https://[secret]@a.example/x"'],
    ['smtp://u:p/hunter2@a.example', '"smtp://[secret]@a.example"'],
    ['https:ina:hunter2@a.example', '"https:[secret]@a.example"'],
    ['htps://a.example/?key=hunter2', '"htps://a.example/?[secret]"'],
    ['https://a.example/#hunter2', '"https://a.example/?[secret]"'],
  ])('%s is shown without what a URL hides', (value, expected) => {
    expect(show(value)).toBe(expected);
  });

  it('keeps question marks and colons of plain text', () => {
    expect(show('Why? Note: none')).toBe('"Why? Note: none"');
  });
});
