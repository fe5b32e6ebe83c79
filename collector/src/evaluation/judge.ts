// Judging: from an agreement and loaded facts to an answer, in whatever thread.
import type { Agreement, Exclusion } from '@upheld/shared/agreement/agreement';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import type { TermsChange } from '@upheld/shared/evaluation/changed-terms';
import { definitionsOf, type DefinitionsStatement } from '@upheld/shared/evaluation/definitions';
import type { Statement } from '@upheld/shared/evaluation/statement';
import { whatIf, type WhatIf } from '@upheld/shared/evaluation/what-if';
import type { Instant } from '@upheld/shared/time/instant';
import { factsOf, type LoadedFacts } from './facts.ts';

export type JudgeInput = {
  agreement: Agreement;
  exclusions: Exclusion[];
  period: string;
  asOf: Instant;
  facts: LoadedFacts;
};

/** What can be asked of facts. */
export type Question = { input: JudgeInput } & (
  | { about: 'statement' }
  | { about: 'what-if'; promise: string; change: TermsChange }
  | { about: 'definitions'; promise: string }
);

export type Answer = { statement: Statement } | { whatIf: WhatIf } | { definitions: DefinitionsStatement };

export type Judge = (input: JudgeInput) => Promise<Statement> | Statement;

/** Whoever answers every question. */
export type Judges = {
  judge: Judge;
  whatIf(input: JudgeInput, promise: string, change: TermsChange): Promise<WhatIf> | WhatIf;
  definitions(input: JudgeInput, promise: string): Promise<DefinitionsStatement> | DefinitionsStatement;
};

/** Judges at once, in the thread that asks. */
export function judge(input: JudgeInput): Statement {
  return evaluateAgreement(known(input));
}

/** All questions at once, in the thread that asks. */
export const judgesHere = {
  judge,
  whatIf: (input, promise, change) => whatIf(known(input), promise, change),
  definitions: (input, promise) => definitionsOf(known(input), promise),
} satisfies Judges;

/** Answers whichever question it is. */
export function answer(question: Question): Answer {
  const { input } = question;
  switch (question.about) {
    case 'statement':
      return { statement: judge(input) };
    case 'what-if':
      return { whatIf: judgesHere.whatIf(input, question.promise, question.change) };
    case 'definitions':
      return { definitions: judgesHere.definitions(input, question.promise) };
  }
}

function known(input: JudgeInput) {
  return { ...input, facts: factsOf(input.facts) };
}
