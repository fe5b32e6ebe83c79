// Why a part was judged as it was, in one sentence.
import { compareRatios, percentage, ratio, readRatio } from '../exact/ratio.ts';
import { feedsOf } from '../measurement/figures.ts';
import type { Doubt } from '../measurement/figures.ts';
import type { PartStatement } from './statement.ts';

const doubtWords: Record<Doubt, string> = {
  'nothing-elapsed': 'nothing of it has elapsed yet',
  unmeasured: 'the minutes that were not measured could turn the verdict either way',
  coverage: 'fewer checks have a result than the coverage floor asks for',
  'minimum-sample': 'fewer cases were counted than the minimum sample asks for',
  'nothing-due': 'nothing fell due, so that nothing was kept or broken',
  'unknown-clocks': 'clocks fell due while their desk could not be read',
  'no-load-test': 'no load test is still valid',
  'hourly-counts': 'counts of whole hours do not tell when in them something failed',
};

/**
 * The sentence behind a verdict.
 *
 *     becauseOf(part); // 'Met: 99.953 % is at least 99.9 %, even with every unmeasured minute counted as bad.'
 */
export function becauseOf(part: PartStatement): string {
  const { verdict, doubts, display, terms, inputs } = part;
  if (verdict === 'excluded') return 'Excluded: no minute of it counts.';
  if (verdict === 'undetermined') {
    return `Undetermined: ${doubts.map((doubt) => wordsFor(doubt, part)).join('; ')}.`;
  }
  const word = verdict === 'met' ? 'Met' : 'Missed';
  if (inputs.by === 'load-test') return `${word}: ${loadTestWords(inputs, verdict)}.`;
  const is = verdict === 'met' ? 'is' : 'is not';
  return `${word}: ${display} ${is} ${targetWords(terms)}${unmeasuredWords(part)}.`;
}

/** Hours of traffic may be what is missing, and not checks. */
function wordsFor(doubt: Doubt, { inputs, terms }: PartStatement): string {
  const hours = inputs.by === 'events' ? feedsOf(inputs).hours : null;
  if (doubt !== 'coverage' || hours === null || hours.due === 0) return doubtWords[doubt];
  const isShort = compareRatios(ratio(hours.covered, hours.due), percentage(terms.coverageFloor)) < 0;
  return isShort
    ? 'fewer hours of traffic were counted whole than the coverage floor asks for'
    : doubtWords[doubt];
}

const operatorWords = { '>=': 'at least', '>': 'more than', '<=': 'at most', '<': 'below' };

/** `at least 99.9 %`. */
function targetWords({ op, target }: PartStatement['terms']): string {
  return `${operatorWords[op]} ${target.replace('%', ' %')}`;
}

/** How the minutes that nobody measured, or clocks that nobody knows, were counted to come to the value. */
function unmeasuredWords({ inputs, settled, verdict, terms }: PartStatement): string {
  if (settled === null) return '';
  if (inputs.by === 'clocks') {
    if (inputs.unknown === 0) return '';
    return `, even with every unknown one counted as ${verdict === 'met' ? 'late' : 'in time'}`;
  }
  if (inputs.by !== 'minutes' || inputs.unmeasured === 0) return '';
  const worst = ratio(inputs.good, inputs.scheduled - inputs.excluded);
  const counted = compareRatios(readRatio(settled), worst) === 0 ? 'bad' : 'good';
  if (terms.notMeasured === 'undetermined') {
    return `, even with every unmeasured minute counted as ${counted}`;
  }
  return `; the agreement counts minutes that were not measured as ${counted}`;
}

function loadTestWords(
  { promisedUsers, test }: PartStatement['inputs'] & { by: 'load-test' },
  verdict: string,
): string {
  if (test === null) return 'there was no load test';
  const users = `${test.name} reached ${grouped(test.users)} concurrent users where ${grouped(promisedUsers)} are promised`;
  if (verdict === 'met') return `${users}, and kept every term that it states`;
  return test.broken.length === 0 ? users : `${users}, and broke ${test.broken.join(', ')}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
