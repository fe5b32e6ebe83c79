// The fields that agreement files are made of, for every kind's own schema too. A field keeps the file's
// own text (instants excepted, which are codecs), so that what was read can be printed and read again: use
// no one-way transforms. Each error reads `RULE, such as EXAMPLE`; the report puts `path: got VALUE; ` first.
import { z } from 'zod';
import { among } from './among.ts';
import { milliseconds, type ElapsedUnit } from '../time/duration.ts';
import { durationPattern, durationRule, elapsedUnits, isWithinCentury } from './durations.ts';
import type { DurationUnits } from './durations.ts';
import { isDate, isInstant, isTimeZone } from './readable.ts';
import { such } from './rule.ts';
import { hasSecretInQuery } from './secret-names.ts';

/** One word of a list. */
export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: ({ input }) => among(values, input) });
}

/** What the file calls a thing: other parts refer to it by this text, and so do URLs and metrics. */
export function name(example: string) {
  const rule = such('a name has up to 63 lower-case letters, digits and hyphens', example);
  return z.string(rule).regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, rule);
}

/** Words for people, up to 4000 characters. `what` begins the rule: `a reason`. */
export function text(what: string, example: string) {
  const rule = such(`${what} is text of 1 to 4000 characters`, JSON.stringify(example));
  return z.string(rule).regex(/\S/, rule).max(4000, rule);
}

/** `0%` to `100%` with up to twelve decimals; kept as text, because it is compared exactly. */
export function percentage(what: string, example: string) {
  const rule = such(`${what} is between 0% and 100%`, example);
  return z.string(rule).regex(/^(100(\.0{1,12})?|\d{1,2}(\.\d{1,12})?)%$/, rule);
}

/** A whole number within bounds. */
export function wholeNumber(what: string, bounds: { min: number; max: number }, example: number) {
  const rule = such(`${what} is a whole number from ${bounds.min} to ${bounds.max}`, String(example));
  return z.int(rule).min(bounds.min, rule).max(bounds.max, rule);
}

/** A number of at least `min`. */
export function quantity(what: string, min: number, example: number) {
  const rule = such(`${what} is a number of at least ${min}`, String(example));
  return z.number(rule).min(min, rule);
}

/**
 * A duration in one of `units`, as text; time/ reads it. `12m` where months are allowed and minutes are
 * not is answered with `12M`.
 * @example duration(['s', 'm'], '60s')
 */
export function duration(units: DurationUnits, example: string) {
  return writtenDuration(units, example).refine(
    isWithinCentury,
    such('a duration is at most 100 years', example),
  );
}

/**
 * A duration that somebody waits for, in one of `units` and at most `most`. `what` begins the rule: `a timeout`.
 * @example waitOf('a timeout', elapsedUnits, '5m', '10s')
 */
export function waitOf(
  what: string,
  units: readonly [ElapsedUnit, ...ElapsedUnit[]],
  most: string,
  example: string,
) {
  const rule = such(`${what} is at most ${most}`, example);
  return writtenDuration(units, example).refine((text) => milliseconds(text) <= milliseconds(most), rule);
}

function writtenDuration(units: DurationUnits, example: string) {
  const error = (issue: { input?: unknown }) => durationRule(units, example, issue.input);
  return z.string({ error }).regex(durationPattern(units), { error, abort: true });
}

/** How long one attempt may take: a partner that takes longer does not answer. */
export function timeout(example: string) {
  return waitOf('a timeout', elapsedUnits, '5m', example);
}

/** A date without a time, read in the zone of the agreement or calendar that it stands in. */
export function localDate(what: string, example: string) {
  const rule = such(`${what} is a date that exists`, example);
  return z
    .string(rule)
    .regex(/^\d{4}-\d{2}-\d{2}$/, { error: rule, abort: true })
    .refine(isDate, rule);
}

/** ISO 8601 with an offset in the file, milliseconds since the epoch once read. */
export function instant(what: string, example: string) {
  const rule = such(`${what} is a date and time with its offset from UTC`, example);
  const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
  const written = z.string(rule).regex(shape, { error: rule, abort: true }).refine(isInstant, rule);
  return z.codec(written, z.int(), {
    decode: (iso) => Temporal.Instant.from(iso).epochMilliseconds,
    encode: (ms) => Temporal.Instant.fromEpochMilliseconds(ms).toString(),
  });
}

/** An IANA time zone; offsets such as `+02:00` are refused, because they know no daylight saving time. */
export function timeZone(example: string) {
  const rule = such('a time zone is a name of the IANA database', example);
  return z
    .string(rule)
    .regex(/^[A-Za-z]/, { error: rule, abort: true })
    .refine(isTimeZone, rule);
}

/** The error of a URL with a secret in its query. */
export const queryRule = such(
  'a URL holds no secret in its query: send it in a header',
  'auth: { type: api-key, header: X-Api-Key, key: { env: API_KEY } }',
);

/** `http:` or `https:`, without user name, password and other secrets: those stand in `auth`. */
export function httpUrl(example: string) {
  const rule = such('a URL starts with https:// or http:// and holds no password', example);
  return z
    .url({ protocol: /^https?$/, error: rule, abort: true })
    .regex(/^[^/]+\/\/[^/?#@]+([/?#]|$)/, { error: rule, abort: true })
    .refine((url) => !hasSecretInQuery(url), queryRule);
}

/** An address that mail can be sent to. */
export function email(example: string) {
  return z.email(such('an e-mail address has a name, an @ and a domain', example));
}

/** How a measured value stands to its target. */
export const operator = z.enum(['<', '<=', '>', '>='], such('one of <, <=, >, >=', '">="'));

/** The error of a secret field. A report that carries it prints `[secret]` in the place of the value. */
export const secretRule = such('a secret is a reference, never a value', '{ env: TOKEN }');

/** Where a secret is kept: in an environment variable or in a file, never in an agreement. */
export const secretReference = z.union(
  [
    z.strictObject({ env: z.string(secretRule).regex(/^[A-Za-z_][A-Za-z0-9_]*$/, secretRule) }),
    z.strictObject({ file: z.string(secretRule).min(1, secretRule) }),
  ],
  secretRule,
);

export type SecretReference = z.output<typeof secretReference>;
