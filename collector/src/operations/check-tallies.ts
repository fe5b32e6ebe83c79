// Whether statements made of tallies are those made straight from samples.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { onlyPromise } from '@upheld/shared/evaluation/only-promise';
import { everyPromise } from '@upheld/shared/evaluation/promise-periods';
import { readingsNeeded } from '@upheld/shared/evaluation/readings-needed';
import { periodBounds } from '@upheld/shared/time/period';
import type { Instant } from '@upheld/shared/time/instant';
import { counted, createFindings, type Check } from './findings.ts';
import { periodsBegun } from './periods.ts';

export type TalliesParts = {
  agreements: readonly Agreement[];
  /** The statement of a period as of `asOf`. */
  statement(agreement: Agreement, period: string, asOf: Instant, fromTallies: boolean): Promise<unknown>;
  asOf: Instant;
};

/** A sample may come between two readings of a running period. */
const attempts = 3;

/**
 * Each promise by itself, in every period of its own that has begun: what is read at once does not grow with the
 * agreement, nor with the years that the store has. Promises that tallies tell nothing of are left out.
 */
export async function checkTallies(parts: TalliesParts): Promise<Check> {
  const { agreements, asOf } = parts;
  const findings = createFindings();
  let statements = 0;
  for (const agreement of agreements) {
    for (const { promise, only, period } of talliedPeriods(agreement, asOf)) {
      statements += 1;
      const fault = await difference(parts, only, period);
      if (fault !== null) findings.add(`${agreement.name}/${promise} ${period}: ${fault}`);
    }
  }
  const { faults, count } = findings;
  return { name: 'tallies', summary: `${counted(statements, 'statement')} made twice`, faults, count };
}

function talliedPeriods(agreement: Agreement, asOf: Instant) {
  const { timeZone, fiscalYearStart } = agreement;
  return everyPromise(agreement).flatMap(({ name: promise, period: unit }) => {
    const only = onlyPromise(agreement, promise);
    return periodsBegun(agreement, asOf, [unit])
      .filter((name) => readingsNeeded(only, periodBounds(name, timeZone, fiscalYearStart)).size > 0)
      .map((period) => ({ promise, only, period }));
  });
}

async function difference(
  { statement, asOf }: TalliesParts,
  agreement: Agreement,
  period: string,
): Promise<string | null> {
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const tallied = JSON.stringify(await statement(agreement, period, asOf, true));
      const straight = JSON.stringify(await statement(agreement, period, asOf, false));
      if (tallied === straight) return null;
    }
    return 'the statement made of tallies is not the one made straight from samples';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
