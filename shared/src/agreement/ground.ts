// What an amendment is read against: the agreement as it stands before it.
import type { Change } from './agreement.ts';
import { follow, namesIn } from './named-path.ts';
import { valueAt, withValueAt } from './paths.ts';

/** The agreement before an amendment: as it is written, with every default, and as its changes are made in it. */
export type Ground = { written: unknown; filled: unknown; base: unknown };

/** The ground of some changes. A default that one of them names counts as standing there: `base` has it written out. */
export function groundFor(written: unknown, filled: unknown, changes: readonly Change[]): Ground {
  const base = changes.reduce((document, { path }) => withDefaults(document, filled, path), written);
  return { written, filled, base };
}

/**
 * What the change names is written out where a default stands for it, and nothing else, because other
 * defaults may follow from what is changed. What is written in other words (`mon-fri`), or is a list, is
 * written out as a whole.
 */
function withDefaults(document: unknown, filled: unknown, words: string): unknown {
  if (follow(document, words).rest === '') return document;
  const there = follow(filled, words);
  const here = follow(document, there.text);
  if (here.rest === '') return document;
  const whole = follow(filled, here.text).value;
  const step = there.path[here.path.length];
  const isMissing =
    typeof step === 'string' && namesIn(here.value).every((name) => namesIn(whole).includes(name));
  return isMissing
    ? withValueAt(document, [...here.path, step], valueAt(whole, [step]))
    : withValueAt(document, here.path, whole);
}
