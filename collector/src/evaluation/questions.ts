// Questions answered straight from the store: what would have been under other terms, what other definitions make
// of a promise, and how tickets stand. Only the facts that bear on the question are read.
import type { Agreement, Exclusion } from '@upheld/shared/agreement/agreement';
import type { TermsChange } from '@upheld/shared/evaluation/changed-terms';
import type { DefinitionsStatement } from '@upheld/shared/evaluation/definitions';
import { onlyPromise, promiseNamed } from '@upheld/shared/evaluation/only-promise';
import type { MatrixAccount, SupportStanding } from '@upheld/shared/evaluation/support';
import { toldAccounts, type ToldAccount } from '@upheld/shared/evaluation/told-accounts';
import { joinWhatIfs, type WhatIf } from '@upheld/shared/evaluation/what-if';
import type { ToldEvent } from '@upheld/shared/tickets/told-events';
import type { Instant } from '@upheld/shared/time/instant';
import { periodBounds } from '@upheld/shared/time/period';
import type { Desk, Store } from '../store/store.ts';
import { loadDesks, loadFacts } from './facts.ts';
import { judgesHere, type JudgeInput, type Judges } from './judge.ts';

export type AskedPromise = {
  agreement: Agreement;
  exclusions: Exclusion[];
  promise: string;
  asOf: Instant;
};

export type Questions = {
  /** `periods` are names, at least one. */
  whatIf(asked: AskedPromise & { periods: string[]; change: TermsChange }): Promise<WhatIf>;
  definitions(asked: AskedPromise & { period: string }): Promise<DefinitionsStatement>;
  support(asked: AskedDesks): Promise<SupportStanding[]>;
  ticket(asked: AskedDesks & { source: string; ticket: string }): Promise<ToldAccount[]>;
};

export type AskedDesks = { agreement: Agreement; asOf: Instant };

/** Reads one period after the other, so that a long range holds no more in memory than its longest period. */
export function questionsTo(
  store: Store,
  polled: (type: string) => boolean,
  judges: Judges = judgesHere,
): Questions {
  const inputFor = (asked: AskedPromise, period: string) => loadInput(store, polled, asked, period);
  const desksFor = async (asked: AskedDesks) => ({
    ...asked,
    facts: await loadDesks({ store, polled, ...asked }),
  });
  return {
    async whatIf({ periods, change, ...asked }) {
      const answers: WhatIf[] = [];
      for (const period of periods) {
        answers.push(await judges.whatIf(await inputFor(asked, period), asked.promise, change));
      }
      const joined = joinWhatIfs(answers);
      if (joined === null) throw new RangeError('no period to judge; name one, such as 2026-Q3');
      return joined;
    },
    definitions: async ({ period, ...asked }) =>
      judges.definitions(await inputFor(asked, period), asked.promise),
    support: async (asked) => judges.support(await desksFor(asked)),
    async ticket({ source, ticket, ...asked }) {
      const accounts = await judges.ticket(await desksFor(asked), { source, ticket });
      const desk = { agreement: asked.agreement.name, source };
      return toldAccounts(accounts, await readTold(store, desk, accounts));
    },
  };
}

/** The events of every ticket that the accounts tell of: others may have been merged into the one that was asked for. */
async function readTold(store: Store, desk: Desk, accounts: MatrixAccount[]): Promise<ToldEvent[]> {
  const tickets = new Set(accounts.flatMap(({ account }) => account.events.map(({ ticket }) => ticket)));
  const told: ToldEvent[] = [];
  for (const ticket of tickets) {
    for (const event of await store.readToldEvents(desk, ticket)) told.push(event);
  }
  return told;
}

async function loadInput(
  store: Store,
  polled: (type: string) => boolean,
  { agreement, exclusions, promise, asOf }: AskedPromise,
  name: string,
): Promise<JudgeInput> {
  promiseNamed(agreement, promise);
  const period = periodBounds(name, agreement.timeZone, agreement.fiscalYearStart);
  const only = onlyPromise(agreement, promise);
  const facts = await loadFacts({ store, agreement: only, period, asOf, polled });
  return { agreement: only, exclusions, period: name, asOf, facts };
}
