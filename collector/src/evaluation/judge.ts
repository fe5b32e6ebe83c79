// Judging: from an agreement and loaded facts to a statement, in whatever thread.
import type { Agreement, Exclusion } from '@upheld/shared/agreement/agreement';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import type { Statement } from '@upheld/shared/evaluation/statement';
import type { Instant } from '@upheld/shared/time/instant';
import { factsOf, type LoadedFacts } from './facts.ts';

export type JudgeInput = {
  agreement: Agreement;
  exclusions: Exclusion[];
  period: string;
  asOf: Instant;
  facts: LoadedFacts;
};

export type Judge = (input: JudgeInput) => Promise<Statement> | Statement;

/** Judges at once, in the thread that asks. */
export function judge(input: JudgeInput): Statement {
  return evaluateAgreement({ ...input, facts: factsOf(input.facts) });
}
