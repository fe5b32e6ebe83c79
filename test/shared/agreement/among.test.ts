import { among } from '@upheld/shared/agreement/among';
import { describe, expect, it } from 'vitest';

describe('a choice among words', () => {
  it('suggests the word that resembles what was given', () => {
    expect(among(['http', 'json-http', 'zendesk'], 'zendsk')).toBe(
      'one of http, json-http, zendesk, such as zendesk',
    );
  });

  it('suggests the first word when none resembles it', () => {
    // "zendsk" takes 6 edits to "http" (4 letters) and 6 to "import" (6 letters): more than half of either.
    expect(among(['http', 'import'], 'zendsk')).toBe('one of http, import, such as http');
  });

  it('takes as many edits as half the letters of a word, and no more', () => {
    expect(among(['first', 'abcd'], 'abxx')).toBe('one of first, abcd, such as abcd'); // 2 of 4
    expect(among(['first', 'abcd'], 'axxx')).toBe('one of first, abcd, such as first'); // 3 of 4
  });

  it('counts letters that are missing, added and replaced', () => {
    expect(among(['first', 'calendar'], 'calender')).toMatch(/such as calendar$/);
    expect(among(['first', 'objectives'], 'objectivs')).toMatch(/such as objectives$/);
    expect(among(['first', 'uptime'], 'uptimes')).toMatch(/such as uptime$/);
  });

  it('does not speak of one of one', () => {
    expect(among(['bearer'], 'basic')).toBe('only bearer is known here, such as bearer');
  });

  it('suggests the first word for nothing at all', () => {
    expect(among(['month', 'year'], undefined)).toBe('one of month, year, such as month');
  });
});
