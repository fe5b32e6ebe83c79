// What `upheld doctor` finds out, one thing at a time, and how it is shown.
import { SyncError } from '../connectors/connector.ts';
import { EgressError } from '../egress.ts';
import { paragraph } from './paragraph.ts';

/** `failed` ends the command with 1; `look` is for a person to judge. */
export type Check = { result: 'ok' | 'look' | 'failed'; what: string; words: string };

export type Tell = (check: Check) => void;

/** The lines of a check: its result, what was looked at, and what was found. */
export function checkLines({ result, what, words }: Check): string[] {
  return paragraph(words, `${result.padEnd(6)}  ${what.padEnd(12)}  `);
}

/** Whether it went well; a desk that cannot be read is told. */
export async function attempted(what: string, tell: Tell, ask: () => Promise<void>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    tell({ result: 'failed', what, words: [sentence(error.message), ...whatToDo(error)].join(' ') });
    return false;
  }
}

/** The words of a fault stand inside a line elsewhere; those that begin with a name keep it. */
const sentence = (words: string): string => `${words.replace(/^the /, 'The ')}.`;

function whatToDo({ cause, retryAfterMs }: SyncError): string[] {
  if (retryAfterMs !== null) {
    return [`It asks to be left alone for ${Math.ceil(retryAfterMs / 1_000)} s: try again then.`];
  }
  const advice = cause instanceof EgressError ? adviceFor(cause) : null;
  return advice === null ? [] : [advice];
}

/** What to do where a source could not be reached, by the code of what kept us from it. */
const advice: Record<string, string> = {
  POLICY: 'Name its range under egress.allow in the settings, or mend the address.',
  INVALID: 'Mend the address in the spec.',
  ENOTFOUND: 'There is no such host: mend the address in the spec, or ask your name servers.',
  RESOLVER: 'Your own name servers do not work: look at them first.',
  ECONNREFUSED: 'Nothing listens there: check host and port, and whether the system runs.',
  DEADLINE: 'It is too slow, or a firewall drops what we send: try from this machine, or raise timeout.',
  REDIRECT: 'Write the address that it leads to.',
  PROTOCOL: 'What answers there does not speak HTTP: check the port, and http or https.',
  CREDENTIALS: 'Look at tls in the spec: a certificate or key cannot be used.',
  NO_ROOM: 'Raise politeness in the settings.',
};

/** What to do about a request without an answer; null where its own words have to be enough. */
function adviceFor({ code, phase }: Pick<EgressError, 'code' | 'phase'>): string | null {
  const known = Object.hasOwn(advice, code) ? advice[code] : undefined;
  if (known !== undefined) return known;
  if (phase === 'tls') return 'Its certificate is not trusted: name its authority as tls.ca in the spec.';
  return null;
}
