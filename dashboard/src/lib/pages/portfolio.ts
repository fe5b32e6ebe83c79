// What the portfolio page shows, from the collector's records to words. Pure.
import type { AgreementSummary, PortfolioResponse } from '@upheld/shared/api/responses';
import { verdicts } from '@upheld/shared/measurement/figures';
import type { Verdict } from '@upheld/shared/measurement/figures';
import { printInstant } from '../words/instant.ts';
import { counted } from '../words/number.ts';
import { partiesLine, portfolioSentence, summarySentence } from '../words/verdict-sentence.ts';
import { agreementHref } from './links.ts';
import { byVerdict } from './order.ts';

/** The portfolio in words, worst agreement first. */
export function portfolioPage({ agreements }: PortfolioResponse) {
  const sorted = agreements.toSorted(
    (a, b) => byVerdict(a, b) || b.openTriggers - a.openTriggers || a.name.localeCompare(b.name, 'en'),
  );
  return {
    headline:
      agreements.length === 0 ? 'No agreement is being kept watch over yet.' : portfolioSentence(agreements),
    rows: sorted.map(rowOf),
    simulated: agreements.some((agreement) => agreement.simulated),
  };
}

function rowOf(agreement: AgreementSummary) {
  return {
    id: agreement.id,
    name: agreement.name,
    href: agreementHref(agreement.id),
    parties: partiesLine(agreement.parties),
    verdict: agreement.verdict,
    sentence: summarySentence(agreement),
    counts: countsOf(agreement.counts),
    openTriggers: agreement.openTriggers,
    triggers: agreement.openTriggers === 0 ? 'none' : counted(agreement.openTriggers, 'trigger'),
    asOf: printInstant(agreement.asOf, agreement.timeZone),
    zone: agreement.timeZone,
    simulated: agreement.simulated,
  };
}

/** The verdicts that occur, with how often. */
export function countsOf(counts: Record<Verdict, number>): { verdict: Verdict; count: number }[] {
  return verdicts
    .map((verdict) => ({ verdict, count: counts[verdict] }))
    .filter(({ count }) => count > 0)
    .toSorted(byVerdict);
}
