// Whether statements made of tallies are those made straight from samples.
import type { Agreement } from '@upheld/shared/agreement/agreement';
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

/** Every quarter and year that has begun; the months are parts of them. */
export async function checkTallies(parts: TalliesParts): Promise<Check> {
  const { agreements, asOf } = parts;
  const findings = createFindings();
  let statements = 0;
  for (const agreement of agreements) {
    for (const period of periodsBegun(agreement, asOf, ['quarter', 'year'])) {
      statements += 1;
      const fault = await difference(parts, agreement, period);
      if (fault !== null) findings.add(`${agreement.name} ${period}: ${fault}`);
    }
  }
  const { faults, count } = findings;
  return { name: 'tallies', summary: `${counted(statements, 'statement')} made twice`, faults, count };
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
