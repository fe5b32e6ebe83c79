// Judging: from an agreement and loaded facts to an answer, in whatever thread.
import type { Agreement, Exclusion } from '@upheld/shared/agreement/agreement';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import type { TermsChange } from '@upheld/shared/evaluation/changed-terms';
import { definitionsOf, type DefinitionsStatement } from '@upheld/shared/evaluation/definitions';
import { mostClocksListed } from '@upheld/shared/evaluation/listed-clocks';
import type { Statement } from '@upheld/shared/evaluation/statement';
import { whatIf, type WhatIf } from '@upheld/shared/evaluation/what-if';
import {
  supportStandings,
  ticketAccounts,
  type MatrixAccount,
  type SupportStanding,
} from '@upheld/shared/evaluation/support';
import { readingsNeeded } from '@upheld/shared/evaluation/readings-needed';
import { periodBounds } from '@upheld/shared/time/period';
import type { Instant } from '@upheld/shared/time/instant';
import { madeTallies, type MadeTally } from './tallies/told.ts';
import { deskFactsOf, factsOf, type LoadedDesks, type LoadedFacts } from './facts.ts';

export type JudgeInput = {
  agreement: Agreement;
  exclusions: Exclusion[];
  period: string;
  asOf: Instant;
  facts: LoadedFacts;
};

/** What questions about tickets are asked of. */
export type DeskInput = { agreement: Agreement; asOf: Instant; facts: LoadedDesks };

type AskedTicket = { source: string; ticket: string };

/** What can be asked of facts. */
export type Question =
  | ({ input: JudgeInput } & (
      | { about: 'statement' }
      | { about: 'what-if'; promise: string; change: TermsChange }
      | { about: 'definitions'; promise: string }
    ))
  | ({ input: DeskInput } & ({ about: 'support' } | { about: 'ticket'; asked: AskedTicket }));

export type Answer =
  | { judged: Judged }
  | { whatIf: WhatIf }
  | { definitions: DefinitionsStatement }
  | { standings: SupportStanding[] }
  | { accounts: MatrixAccount[] };

/** A statement, and by source the tallies that were made beside it. */
export type Judged = { statement: Statement; tallies: Map<string, MadeTally[]> };

export type Judge = (input: JudgeInput) => Promise<Judged> | Judged;

/** Whoever answers every question. */
export type Judges = {
  judge: Judge;
  whatIf(input: JudgeInput, promise: string, change: TermsChange): Promise<WhatIf> | WhatIf;
  definitions(input: JudgeInput, promise: string): Promise<DefinitionsStatement> | DefinitionsStatement;
  support(input: DeskInput): Promise<SupportStanding[]> | SupportStanding[];
  ticket(input: DeskInput, asked: AskedTicket): Promise<MatrixAccount[]> | MatrixAccount[];
};

/** Judges at once, in the thread that asks. */
export function judge(input: JudgeInput): Judged {
  return { statement: evaluateAgreement(known(input)), tallies: talliesFrom(input) };
}

function talliesFrom({ agreement, period: name, facts: { told } }: JudgeInput): Judged['tallies'] {
  const tallies: Judged['tallies'] = new Map();
  const isUntold = told?.values().some(({ untold }) => untold.length > 0) ?? false;
  if (told === undefined || !isUntold) return tallies;
  const period = periodBounds(name, agreement.timeZone, agreement.fiscalYearStart);
  for (const [source, readings] of readingsNeeded(agreement, period)) {
    const loaded = told.get(source);
    if (loaded !== undefined) tallies.set(source, madeTallies(loaded, readings));
  }
  return tallies;
}

/** All questions at once, in the thread that asks. */
export const judgesHere = {
  judge,
  whatIf: (input, promise, change) => whatIf(known(input), promise, change),
  definitions: (input, promise) => definitionsOf(known(input), promise),
  support: ({ agreement, asOf, facts }) => supportStandings(agreement, deskFactsOf(facts), asOf),
  ticket: ({ agreement, asOf, facts }, asked) =>
    ticketAccounts(agreement, deskFactsOf(facts), { ...asked, asOf }),
} satisfies Judges;

/** Answers whichever question it is. */
export function answer(question: Question): Answer {
  switch (question.about) {
    case 'statement':
      // What is answered to another thread is copied twice.
      return {
        judged: {
          statement: evaluateAgreement({ ...known(question.input), mostSlots: mostClocksListed }),
          tallies: talliesFrom(question.input),
        },
      };
    case 'what-if':
      return { whatIf: judgesHere.whatIf(question.input, question.promise, question.change) };
    case 'definitions':
      return { definitions: judgesHere.definitions(question.input, question.promise) };
    case 'support':
      return { standings: judgesHere.support(question.input) };
    case 'ticket':
      return { accounts: judgesHere.ticket(question.input, question.asked) };
  }
}

function known(input: JudgeInput) {
  return { ...input, facts: factsOf(input.facts) };
}
