// What is wrong with a file that is not YAML, in words that say what to do. The parser's own messages quote
// the file, which may hold a secret where none should be.
import { such } from '@upheld/shared/agreement/rule';

export type Words = { got: string; rule: string };

const words: Record<string, Words> = {
  DUPLICATE_KEY: {
    got: 'this key again',
    rule: such('a key stands once in its mapping', 'one name in each source'),
  },
  TAB_AS_INDENT: { got: 'a tab', rule: such('lines are indented with spaces', 'two for each level') },
  BAD_INDENT: {
    got: 'an indentation that ends too early',
    rule: such('a list or mapping in brackets is closed, and its lines are indented deeper', '[a, b]'),
  },
  MISSING_CHAR: { got: 'text that does not end', rule: such('quotes and brackets are closed', '"words"') },
  BLOCK_AS_IMPLICIT_KEY: {
    got: 'a second key on one line',
    rule: such('text with a colon is quoted, and keys of one mapping begin in one column', 'text: "a: b"'),
  },
  BAD_SCALAR_START: {
    got: 'a reserved character',
    rule: such('text that begins with @ or ` is quoted', '"@ina"'),
  },
  BAD_DQ_ESCAPE: {
    got: 'an unknown escape',
    rule: such('text with backslashes is in single quotes', "'a\\d'"),
  },
  UNEXPECTED_TOKEN: {
    got: 'more than one value',
    rule: such('a key has one value, and items of one list begin in one column', 'name: uptime'),
  },
  TAG_RESOLVE_FAILED: { got: 'a tag', rule: such('text that begins with ! is quoted', '"!important"') },
  NON_STRING_KEY: { got: 'a list or mapping as a key', rule: such('a key is a word', 'name: uptime') },
  BAD_ALIAS: { got: 'an alias of nothing', rule: such('text that begins with * is quoted', '"*"') },
  MANY_ALIASES: {
    got: 'aliases that repeat too much',
    rule: such('aliases repeat an anchor at most 100 times; write the values out', 'calendar: business'),
  },
  RESOURCE_EXHAUSTION: { got: 'too many levels', rule: such('brackets nest a few levels deep', '[a, [b]]') },
};

const other: Words = { got: 'something that is not YAML', rule: such('a file is YAML 1.2', 'name: uptime') };

/** The words for an error code of the parser. */
export function yamlWords(code: string): Words {
  return words[code] ?? other;
}
