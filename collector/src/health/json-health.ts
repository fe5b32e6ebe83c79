// What the JSON formats of health read alike: a word for the whole, words for components, and an HTTP status
// that has to say the same.
import type { ReportedStatus } from '@upheld/shared/facts/status-report';
import { partnerNow, toleranceMs } from '../egress/partner-clock.ts';
import { readInstant } from '../readings/instant.ts';
import { unknown, type HealthAnswer, type HealthQuestion, type HealthReading } from './health-format.ts';
import { inOurWords, worstOf } from './words.ts';

/** Where a format keeps its words. Nothing that they get is trusted to have any shape. */
export type Vocabulary = {
  words: Record<string, ReportedStatus>;
  /** The word of the whole document. */
  whole(document: unknown): unknown;
  /** The words of one component; none where it is not there. */
  component(document: unknown, name: string): unknown[];
  /** When the checks, of one component or of all, were made; those made for this answer tell no time. */
  times?(document: unknown, component: string | null): unknown[];
  /** An HTTP status by which the service says that it does not know either. */
  undetermined?: number;
};

/** Reads a document of this vocabulary. What is missing or contradicts itself is `unknown`. */
export function readJsonHealth(
  vocabulary: Vocabulary,
  { code, headers, body }: HealthAnswer,
  question: HealthQuestion,
): HealthReading {
  if (!body.ok) return unknown(body.fault);
  if (code === vocabulary.undetermined) return unknown(`status ${code} says that health is undetermined`);
  const whole = inOurWords(vocabulary.words, vocabulary.whole(body.value));
  const fault = contradiction(whole, code) ?? staleness(vocabulary, headers, body.value, question);
  if (fault !== null) return unknown(fault);
  const { component } = question;
  if (component === null) return known(whole, 'its status is missing or a word of no meaning here');
  const words = vocabulary.component(body.value, component);
  if (words.length === 0) return unknown(`there is no component ${JSON.stringify(component)}`);
  const status = worstOf(words.map((word) => inOurWords(vocabulary.words, word)));
  return known(status, `the status of ${JSON.stringify(component)} is missing or a word of no meaning here`);
}

function known(status: ReportedStatus, otherwise: string): HealthReading {
  return status === 'unknown' ? unknown(otherwise) : { status, fault: null };
}

/** Well goes with a status below 400, an outage with one from 400 on, in every one of these formats. */
function contradiction(whole: ReportedStatus, code: number): string | null {
  const isContrary = code >= 400 ? whole === 'operational' || whole === 'degraded' : whole === 'major_outage';
  return isContrary ? `the body says ${whole}, and status ${code} contradicts it` : null;
}

function staleness(
  { times = () => [] }: Vocabulary,
  headers: HealthAnswer['headers'],
  document: unknown,
  { component, maxAgeMs }: HealthQuestion,
): string | null {
  if (maxAgeMs === null) return null;
  const now = partnerNow(headers);
  const faults = times(document, component).map((time) => faultOfTime(readInstant(time), now, maxAgeMs));
  return faults.find((fault) => fault !== null) ?? null;
}

function faultOfTime(time: number | null, now: number | null, maxAgeMs: number): string | null {
  if (time === null) return 'the time of a check cannot be read, such as 2026-07-01T09:30:00Z could';
  if (now === null) return 'a check tells its time, and no usable Date header what time it is';
  if (now - time > maxAgeMs) return 'a check is older than maxAge';
  return time - now > toleranceMs ? "the time of a check lies ahead of the partner's own clock" : null;
}
