// The result of one load test as a file tells it: a summary of k6, or a form of our own for every other tool.
import { schemaFaults } from '@upheld/shared/agreement/fault';
import { isMapping } from '@upheld/shared/agreement/paths';
import { such } from '@upheld/shared/agreement/rule';
import { wording } from '@upheld/shared/agreement/wording';
import type { LoadTest } from '@upheld/shared/facts/load-test';
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';
import { instant, word } from '../csv/fields.ts';
import { isK6Summary, isK6WithoutThresholds, k6Summary } from './k6.ts';

/** What the file says; whose test it is, the reader of the file knows. */
export type LoadTestFile = Omit<LoadTest, 'agreement' | 'objective'>;

/** Faults read `PATH: got VALUE; RULE, such as EXAMPLE`. */
export type ReadLoadTest = { ok: true; value: LoadTestFile } | { ok: false; faults: string[] };

/** The form of our own, for every tool. */
export const loadTestExample =
  '{ "at": "2026-07-01T09:00:00Z", "users": 10000, "terms": [{ "name": "p95 < 200 ms", "kept": true }] }';

const formRule = such('a load test is a summary of k6, or at, users and terms', loadTestExample);
const usersRule = such('users is how many concurrent users the test reached, a whole number', '10000');
const termsRule = such(
  'terms is a list of what the test was held to',
  '[{ "name": "p95 < 200 ms", "kept": true }]',
);
const keptRule = such('kept is true or false', 'true');

/** Such a test is told from others by its instant. */
const unnamed = 'load test';

const plain = z.strictObject({
  at: z.preprocess((at) => (typeof at === 'number' ? String(at) : at), instant).optional(),
  users: z.int(usersRule).min(0, usersRule),
  terms: z.array(
    z.strictObject({ name: word('a term', 'p95 < 200 ms'), kept: z.boolean(keptRule) }),
    termsRule,
  ),
  name: word('the name of a test', 'autumn').default(unnamed),
  tool: word('a tool', 'locust').nullable().default(null),
});

/** Reads the text of a file. `at` is the instant that was given beside it, null where none was. */
export function readLoadTest(text: string, at: Instant | null): ReadLoadTest {
  const document = parsed(text);
  if (document === undefined) return refused(`got no JSON; ${formRule}`);
  if (!isMapping(document)) return refused(`got JSON that is no object; ${formRule}`);
  if (isK6WithoutThresholds(document)) return refused(thirdFormRule);
  return isK6Summary(document) ? readK6(document, at) : readPlain(document, at);
}

const thirdFormRule =
  'got the machine-readable summary of k6, which does not say whether thresholds were kept; run k6 without --new-machine-readable-summary';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readK6(document: object, at: Instant | null): ReadLoadTest {
  const read = k6Summary(document).safeParse(document, { error: wording });
  const faults = [...faultsOf(read, document), ...(at === null ? [k6TellsNoInstant] : [])];
  if (!read.success || at === null) return { ok: false, faults };
  return { ok: true, value: { ...read.data, name: unnamed, at, tool: 'k6' } };
}

const k6TellsNoInstant = `at: got nothing; ${such(
  'a summary of k6 does not say when the test ran: say when it ended',
  '--at 2026-07-01T09:00:00+02:00',
)}`;

function readPlain(document: { at?: unknown }, given: Instant | null): ReadLoadTest {
  const read = plain.safeParse(document, { error: wording });
  const isMissing = document.at === undefined && given === null;
  const faults = [...faultsOf(read, document), ...(isMissing ? [noInstant] : [])];
  const at = read.data?.at ?? given;
  if (!read.success || at === null) return { ok: false, faults };
  if (given !== null && given !== at) return refused(twoInstants);
  return { ok: true, value: { ...read.data, at } };
}

const noInstant = `at: got nothing; ${such('at is when the test ended', '"2026-07-01T09:00:00Z"')}`;
const twoInstants = 'at: the file and --at name two different instants; leave --at out';

function faultsOf(read: z.ZodSafeParseResult<unknown>, document: object): string[] {
  if (read.success) return [];
  return schemaFaults(read.error, document).map(
    ({ path, key, got, rule }) =>
      `${[...path, key].filter((step) => step !== undefined).join('.')}: got ${got}; ${rule}`,
  );
}

const refused = (fault: string): ReadLoadTest => ({ ok: false, faults: [fault] });
