// What a field of an imported row may hold. Rules read `RULE, such as EXAMPLE`, as those of agreement files do.
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';

/** A field whose text `read` turns into a value, or into undefined where it breaks the rule. */
export function field<Value>(rule: string, example: string, read: (text: string) => Value | undefined) {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: such(rule, example) });
    return z.NEVER;
  });
}

/** One word of a list. */
export const oneOf = <Word extends string>(words: readonly Word[], example: Word) =>
  field(`one of ${words.join(', ')}`, example, (text) => words.find((word) => word === text));

/** A word of the list, or null where the field is empty. */
export const oneOfOrEmpty = <Word extends string>(words: readonly Word[], example: Word) =>
  field(`one of ${words.join(', ')}, or empty`, example, (text) =>
    text === '' ? null : words.find((word) => word === text),
  );

/** An instant in milliseconds; what is finer is cut. */
export const instant = field(
  'an instant is ISO 8601 with its offset from UTC, or milliseconds since 1970 (12 or 13 digits)',
  '2026-07-01T09:00:00+02:00',
  (text) => (/^\d+$/.test(text) ? readMilliseconds(text) : readIso(text)),
);

/** Ten digits are seconds and sixteen microseconds: taken for milliseconds they would be 1970 or far to come. */
const readMilliseconds = (text: string): number | undefined =>
  text.length === 12 || text.length === 13 ? Number(text) : undefined;

function readIso(text: string): number | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/** True, false or null where the field is empty. */
export const yesOrNo = field('true, false, 1, 0, yes, no or empty', 'true', (text) => {
  if (text === '') return null;
  if (/^(true|1|yes)$/i.test(text)) return true;
  return /^(false|0|no)$/i.test(text) ? false : undefined;
});

/**
 * Milliseconds with a resolution of 0.1 ms, or null where the field is empty. What is finer is cut and not
 * rounded, on the text itself: 199.96 stays under a threshold of 200 ms.
 */
const tenths = (what: string, most: number, example: string) =>
  field(`${what} is a decimal number of milliseconds from 0 to ${most}, or empty`, example, (text) => {
    if (text === '') return null;
    const [, whole, tenth = '0'] = /^(\d+)(?:\.(\d)\d*)?$/.exec(text) ?? [];
    return whole === undefined || Number(whole) > most
      ? undefined
      : (Number(whole) * 10 + Number(tenth)) / 10;
  });

export const latency = tenths('a latency', 999_999_999, '182.4');

/** Of the last update: a feed may have stood still for years. */
export const age = tenths('an age', 999_999_999_999, '4200');

/** An HTTP status, or null where the field is empty. */
export const status = field('a status is a number from 100 to 999, or empty', '503', (text) => {
  if (text === '') return null;
  return /^[1-9]\d\d$/.test(text) ? Number(text) : undefined;
});

/** Text of up to 200 characters without control characters; empty only where `fallback` stands in. */
export const word = (what: string, example: string, fallback?: string) =>
  field(`${what} is text of 1 to 200 characters`, example, (text) =>
    text === '' ? fallback : /^\P{Cc}{1,200}$/u.test(text) ? text : undefined,
  );

/** A severity, or null where the field is empty. */
export const severity = field(
  'a severity is a whole number from 1 (the highest) to 9, or empty',
  '1',
  (text) => {
    if (text === '') return null;
    return /^[1-9]$/.test(text) ? Number(text) : undefined;
  },
);
