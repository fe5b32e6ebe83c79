// The support clocks of an agreement's desks. A clock runs under the terms that were in force when it
// started, and stays under them: what was promised when a ticket came in is what is owed for it.
import type { Agreement } from '../agreement/agreement.ts';
import { versionsOf } from '../agreement/versions.ts';
import type { Version } from '../agreement/versions.ts';
import { deskClocks } from '../tickets/clocks.ts';
import type { SupportClock } from '../tickets/clocks.ts';
import type { Instant } from '../time/instant.ts';
import type { Facts } from './facts.ts';

/** The clocks of every support matrix, by its name. */
export function clocksByMatrix(
  agreement: Agreement,
  facts: Facts,
  asOf: Instant,
): Map<string, SupportClock[]> {
  const clocks = new Map<string, SupportClock[]>();
  for (const version of versionsOf(agreement)) {
    for (const [matrix, started] of clocksUnder(version, facts, asOf)) {
      clocks.set(matrix, [...(clocks.get(matrix) ?? []), ...started]);
    }
  }
  return clocks;
}

function clocksUnder(
  { terms, from, until }: Version,
  facts: Facts,
  asOf: Instant,
): [string, SupportClock[]][] {
  return terms.support.map((matrix) => {
    const { calendars } = terms;
    const { severities, waitingOnReporterPauses } = matrix;
    const clocks = deskClocks({
      ...facts.desk(matrix.source),
      severities,
      waitingOnReporterPauses,
      calendars,
      asOf,
    });
    return [matrix.name, clocks.filter(({ startAt }) => from <= startAt && startAt < until)];
  });
}
