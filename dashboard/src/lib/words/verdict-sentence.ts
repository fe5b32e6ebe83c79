// The verdict in one sentence: what a committee reads first. Template text, nothing is guessed.
import type { AgreementSummary, PartySummary } from '@upheld/shared/api/responses';
import type { Verdict } from '@upheld/shared/measurement/figures';
import { joined, midSentence, readable, sentenceCase } from './names.ts';
import { grouped } from './number.ts';
import { periodLabel } from './period.ts';
import { displayWords } from './promise.ts';

export type Standing = { name: string; verdict: Verdict };

/**
 * How the promises of one period stand. `open` periods speak of what has elapsed so far; `noun` is what is counted.
 * Example: `In Q3 2026, 9 of 11 promises were met. Uptime and sync latency were not.`
 */
export function periodSentence(
  period: string,
  open: boolean,
  promises: Standing[],
  noun = 'promise',
): string {
  const judged = promises.filter((promise) => promise.verdict !== 'excluded');
  if (promises.length === 0) return `No ${noun} of this agreement is judged in ${periodLabel(period)}.`;
  const names = (verdict: Verdict) => promises.filter((p) => p.verdict === verdict).map((p) => p.name);
  const tense = open ? { of: ' so far', verb: 'are' } : { of: '', verb: 'were' };
  const sentences = [
    `In ${periodLabel(period)}${tense.of}, ${metOf(names('met').length, judged.length, tense.verb, noun)}`,
    notKept(names('missed'), names('undetermined'), open),
    left(names('excluded'), open),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** One agreement on the portfolio page, from the counts and the promise to look at first. */
export function summarySentence(agreement: AgreementSummary): string {
  const { met, missed, undetermined } = agreement.counts;
  const judged = met + missed + undetermined;
  if (judged === 0) return 'No promise has been judged yet.';
  const opening = `In ${periodLabel(agreement.period)} so far, ${metOf(met, judged, 'are')}`;
  const { worst } = agreement;
  if (worst === null || worst.verdict === 'met' || worst.verdict === 'excluded') return opening;
  const value = displayWords(worst.display);
  const figure = value === null ? '' : `: ${value} against ${worst.target.replace(/%$/, ' %')}`;
  return `${opening} ${readable(worst.promise)} is ${worst.verdict}${figure}.`;
}

/** All agreements at once. */
export function portfolioSentence(agreements: AgreementSummary[]): string {
  const missed = agreements.filter((agreement) => agreement.verdict === 'missed').length;
  const unsure = agreements.filter((agreement) => agreement.verdict === 'undetermined').length;
  const all = agreements.length;
  if (missed + unsure === 0) {
    return all === 1 ? 'Every promise is being kept.' : `Every promise in ${all} agreements is being kept.`;
  }
  const parts = [
    missed > 0
      ? `${missed} of ${all} ${all === 1 ? 'agreement' : 'agreements'} ${missed === 1 ? 'has' : 'have'} a missed promise`
      : '',
    unsure > 0 ? `${missed > 0 ? unsure : `${unsure} of ${all} agreements`} cannot be judged yet` : '',
  ];
  return `${parts.filter((part) => part !== '').join('; ')}.`;
}

/** `Northwind Enterprise, Inc. and Lumen Data Ltd`. */
export function partiesLine(parties: PartySummary[]): string {
  return joined(
    parties.map((party) => party.name),
    parties.length,
  );
}

function metOf(met: number, judged: number, verb: string, noun = 'promise'): string {
  if (judged === 0) return 'every promise is excluded.';
  if (judged === 1) return `the one ${noun} ${singular(verb)} ${met === 1 ? 'met' : 'not met'}.`;
  if (met === judged) return `all ${grouped(judged)} ${noun}s ${verb} met.`;
  const agreed = met === 1 ? singular(verb) : verb;
  return `${grouped(met)} of ${grouped(judged)} ${noun}s ${agreed} met.`;
}

function singular(verb: string): string {
  return verb === 'are' ? 'is' : 'was';
}

function notKept(missed: string[], undetermined: string[], open: boolean): string {
  const clauses = [
    missed.length > 0 ? `${joined(missed.map(midSentence))} ${verbFor(missed, open)} missed` : '',
    undetermined.length > 0
      ? `${joined(undetermined.map(midSentence))} ${open ? 'cannot be judged yet' : 'could not be determined'}`
      : '',
  ].filter((clause) => clause !== '');
  return clauses.length === 0 ? '' : `${sentenceCase(clauses.join('; '))}.`;
}

function left(excluded: string[], open: boolean): string {
  if (excluded.length === 0) return '';
  return `${sentenceCase(joined(excluded.map(midSentence)))} ${verbFor(excluded, open)} excluded.`;
}

function verbFor(names: string[], open: boolean): string {
  const verb = open ? 'are' : 'were';
  return names.length === 1 ? singular(verb) : verb;
}
