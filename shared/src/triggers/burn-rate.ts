// `burn-rate`: the budget of a running period burns too fast in both windows of a pair (measurement.md
// section 5).
import type { z } from 'zod';
import { burnRateType, burnWhen } from '../agreement/burn-terms.ts';
import type { BurnStatement } from '../evaluation/statement.ts';
import { displayNumber } from '../exact/display.ts';
import { compareRatios, decimal, readRatio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { judgedOf, periodFinding, subjectOf } from './judged.ts';
import type { Finding, Judged, TriggerKind } from './trigger.ts';

type When = z.output<typeof burnWhen>;

/** Opens in open periods only: once a period has closed its verdict speaks, and `missed` opens. */
export const burnRate: TriggerKind<When> = {
  type: burnRateType,
  when: burnWhen,
  find: (when, statements) =>
    judgedOf(statements, when.objective).flatMap((judged) => findingsOf(judged, when)),
};

const findingState = { firing: 'holds', quiet: 'gone', frozen: 'unknown' } as const satisfies Record<
  BurnStatement['state'],
  Finding['state']
>;

function findingsOf(judged: Judged, { budget, long }: When): Finding[] {
  const { state, verdict, period } = judged.period;
  if (state === 'closed') {
    return [
      periodFinding(judged, 'gone', `${subjectOf(judged)} was ${verdict} in ${period}, which is over.`),
    ];
  }
  // Triggers of one pair see the same, whichever of them the statement names.
  const burn = judged.period.burn.find((pair) => pair.budgetShare === budget && pair.long === long);
  return burn === undefined ? [] : [periodFinding(judged, findingState[burn.state], summaryOf(judged, burn))];
}

const conclusions = {
  firing: 'both above',
  quiet: 'not both above',
  frozen: 'so that nobody can tell whether both are above',
} as const satisfies Record<BurnStatement['state'], string>;

function summaryOf(judged: Judged, burn: BurnStatement): string {
  const { longMinutes, shortMinutes, state } = burn;
  const factor = readRatio(burn.factor);
  const [long, short] = [
    burn.longBurn && readRatio(burn.longBurn),
    burn.shortBurn && readRatio(burn.shortBurn),
  ];
  const decimals = decimalsFor([long, short], factor);
  const rate = (value: Ratio | null) =>
    value === null ? 'an unknown rate' : `${displayNumber(value, decimals)} times the even rate`;
  return (
    `${subjectOf(judged)} burns its budget of ${judged.period.period} at ${rate(long)} over the last ` +
    `${longMinutes} service minutes and at ${rate(short)} over the last ${shortMinutes}, ` +
    `${conclusions[state]} ${displayNumber(factor, decimals)}.`
  );
}

/** Three, and as many more as it takes for the shown rates to compare with the factor as the exact ones do. */
function decimalsFor(rates: (Ratio | null)[], factor: Ratio): number {
  const shown = (value: Ratio, decimals: number) => decimal(displayNumber(value, decimals));
  const known = rates.filter((rate) => rate !== null);
  for (let decimals = 3; ; decimals++) {
    const compares = (rate: Ratio) =>
      compareRatios(shown(rate, decimals), shown(factor, decimals)) === compareRatios(rate, factor);
    if (known.every(compares)) return decimals;
  }
}
