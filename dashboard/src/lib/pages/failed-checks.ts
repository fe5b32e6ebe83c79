// Checks that did not end ok, with what was seen: from a red minute to the answer behind it. Pure.
import type { Failure, FailuresResponse } from '@upheld/shared/api/failure-records';
import { badReasons, unmeasuredReasons } from '@upheld/shared/facts/sample';
import { printInstant } from '../words/instant.ts';
import { counted, grouped } from '../words/number.ts';
import { badWords, unmeasuredWords } from '../words/reasons.ts';

/** The parts of an answer, in the order in which they happen. */
const phaseWords: Record<string, string> = {
  dns: 'DNS',
  connect: 'connecting',
  tls: 'TLS',
  firstByte: 'first byte',
  body: 'body',
};

/** A clock that is this far off says more about the clock than about the second that HTTP cuts. */
const notableSkewMs = 2_000;

export type FailedChecksView = ReturnType<typeof failedChecksView>;
export type FailedCheck = ReturnType<typeof checkRow>;

/** Null where every check was ok, or where nothing could be read. */
export function failedChecksView(response: FailuresResponse | null, zone: string) {
  if (response === null || response.bad.length + response.unmeasured.length === 0) return null;
  return {
    bad: response.bad.map((check) => checkRow(check, zone)),
    unmeasured: response.unmeasured.map((check) => checkRow(check, zone)),
  };
}

function checkRow(check: Failure, zone: string) {
  const { source, vantage, at, reason, seen, attempts } = check;
  return {
    key: `${source} ${vantage} ${at}`,
    at: printInstant(at, zone),
    place: `${source}, from ${vantage}`,
    reason,
    meaning: meaningOf(reason),
    words: seen.error === undefined ? '' : `${seen.error}.`,
    time: timeWords(seen.phases),
    evidence: evidenceWords(reason, seen, zone),
    attempts:
      attempts.length < 2
        ? []
        : attempts.map((attempt, index) => ({
            number: index + 1,
            at: printInstant(attempt.startedAt, zone),
            words: `${attempt.reason ?? attempt.outcome}${attempt.error === undefined ? '' : `: ${attempt.error}`}`,
          })),
  };
}

/** What a reason means, in a sentence without its full stop; nothing for a reason that is not in the list. */
export function meaningOf(reason: string): string {
  const bad = badReasons.find((known) => known === reason);
  if (bad !== undefined) return `It ${badWords[bad]}`;
  const ours = unmeasuredReasons.find((known) => known === reason);
  if (ours === undefined) return '';
  const { what, advice } = unmeasuredWords[ours];
  return `Not measured: ${what} (${advice})`;
}

/** `316.7 ms: DNS 1.2, connecting 3.4, first byte 310, body 2.1`. */
function timeWords(phases: Record<string, number> = {}): string {
  const taken = Object.keys(phaseWords).flatMap((phase) => {
    const ms = phases[phase];
    return ms === undefined ? [] : [{ phase, ms }];
  });
  if (taken.length === 0) return '';
  // Tenths of milliseconds are whole numbers, so that the sum is exact.
  const total = taken.reduce((sum, { ms }) => sum + Math.round(ms * 10), 0) / 10;
  const list = taken.map(({ phase, ms }) => `${phaseWords[phase]} ${grouped(ms)}`);
  return `${grouped(total)} ms: ${list.join(', ')}`;
}

/** What the words have not said yet: a certificate is of interest where TLS failed. */
function evidenceWords(reason: string, seen: Failure['seen'], zone: string): string[] {
  const { serverTiming = {}, clockSkewMs = 0, certificateEndsAt, reused } = seen;
  const timings = Object.entries(serverTiming).map(([name, ms]) => `${name} ${grouped(ms)} ms`);
  return [
    ...(timings.length === 0 ? [] : [`The server says of its own time: ${timings.join(', ')}`]),
    ...(Math.abs(clockSkewMs) < notableSkewMs ? [] : [skewWords(clockSkewMs)]),
    ...(certificateEndsAt === undefined || reason !== 'tls'
      ? []
      : [`Its certificate ends ${printInstant(certificateEndsAt, zone).text}`]),
    ...(reused === true ? ['The connection had been used before'] : []),
  ];
}

function skewWords(skewMs: number): string {
  const seconds = counted(Math.round(Math.abs(skewMs) / 1000), 'second');
  return `Its clock is ${seconds} ${skewMs > 0 ? 'ahead of' : 'behind'} ours`;
}
