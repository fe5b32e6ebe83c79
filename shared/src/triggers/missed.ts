// `missed`: a period has closed and its promise was not kept.
import type { z } from 'zod';
import { ratio } from '../exact/ratio.ts';
import { meetsTarget, readTarget } from '../exact/target.ts';
import type { Inputs } from '../measurement/figures.ts';
import { judgedOf, periodFinding, subjectOf, whenObjective } from './judged.ts';
import type { Finding, Judged, TriggerKind } from './trigger.ts';

export const missed: TriggerKind<z.output<typeof whenObjective>> = {
  type: 'missed',
  when: whenObjective,
  find: ({ objective }, statements) =>
    judgedOf(statements, objective)
      .filter(({ period }) => period.state === 'closed')
      .map((judged) => periodFinding(judged, stateOf(judged), summaryOf(judged))),
};

function stateOf(judged: Judged): Finding['state'] {
  const { verdict } = judged.period;
  if (verdict === 'missed') return 'holds';
  if (verdict === 'excluded') return 'gone';
  return verdict === 'met' && !restsOnTheUnmeasured(judged) ? 'gone' : 'unsupported';
}

/** Met only because the clause counts unmeasured minutes as good: a loss of coverage could do that. */
function restsOnTheUnmeasured({ promise, period: { ledger } }: Judged): boolean {
  if (ledger === undefined || ledger.unmeasured === 0) return false;
  const worst = ratio(ledger.good, ledger.scheduled - ledger.excluded);
  return !meetsTarget(worst, readTarget(promise));
}

function summaryOf(judged: Judged): string {
  const { promise, period } = judged;
  const measured = period.display ?? 'no measured value';
  const promised = `where ${promise.op} ${promise.target} is promised`;
  return `${subjectOf(judged)} was ${period.verdict} in ${period.period}: ${measured} ${promised}, ${figures(judged)}.`;
}

function figures({
  promise: { words },
  period: { ledger, clocks, events, deciding, parts },
}: Judged): string {
  if (ledger !== undefined) {
    const { bad, unmeasured, scheduled, excluded } = ledger;
    return `with ${bad} bad and ${unmeasured} unmeasured of ${scheduled - excluded} minutes that count`;
  }
  if (events === undefined) return loadTestFigures(parts[deciding ?? 0]?.inputs);
  const { good, total } = events;
  return clocks === undefined
    ? `with ${total - good} of ${total} ${words.unit} ${words.bad}`
    : `with ${good} of ${total} ${words.unit} ${words.good}`;
}

function loadTestFigures(inputs: Inputs | undefined): string {
  if (inputs?.by !== 'load-test' || inputs.test === null) return 'without a load test';
  const { name, users, broken } = inputs.test;
  const terms = broken.length === 0 ? 'every term of it kept' : `${broken.join(', ')} broken`;
  return `with ${users} of ${inputs.promisedUsers} users in ${name} and ${terms}`;
}
