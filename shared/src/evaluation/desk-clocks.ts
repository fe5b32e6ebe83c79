// The support clocks of an agreement's desks. A clock runs under the terms that were in force when it
// started, and stays under them: what was promised when a ticket came in is what is owed for it.
import type { Agreement } from '../agreement/agreement.ts';
import { versionsOf } from '../agreement/versions.ts';
import type { Version } from '../agreement/versions.ts';
import type { DeskInput, SupportClock } from '../tickets/clocks.ts';
import { certainClocks } from '../tickets/observed.ts';
import type { SupportTerms } from '../tickets/track.ts';
import type { Instant } from '../time/instant.ts';
import type { Facts } from './facts.ts';

/** The clocks of every support matrix, by its name; verdicts as they hold whenever observed events were. */
export function clocksByMatrix(
  agreement: Agreement,
  facts: Facts,
  asOf: Instant,
): Map<string, SupportClock[]> {
  const clocks = new Map<string, SupportClock[]>();
  for (const { matrix, input } of deskInputs(agreement, facts, asOf)) {
    clocks.set(matrix, [...(clocks.get(matrix) ?? []), ...certainClocks(input)]);
  }
  return clocks;
}

/** Each matrix with each desk that it was ever read from: what its clocks, live clocks and accounts are made of. */
export function deskInputs(
  agreement: Agreement,
  facts: Pick<Facts, 'desk'>,
  asOf: Instant,
): (Desk & { input: DeskInput })[] {
  const versions = versionsOf(agreement);
  return desksOf(versions).flatMap((desk) => {
    const terms = versions.map((version) => ({ from: version.from, ...promisedBy(version.terms, desk) }));
    const [original, ...amended] = terms;
    if (original === undefined) return [];
    return [{ ...desk, input: { ...facts.desk(desk.source), ...original, amended, asOf } }];
  });
}

type Desk = { matrix: string; source: string };

/** Each matrix with each desk that it was ever read from. */
function desksOf(versions: Version[]): Desk[] {
  const desks = versions.flatMap(({ terms }) =>
    terms.support.map(({ name, source }): Desk => ({ matrix: name, source })),
  );
  return desks.filter((desk, place) => place === desks.findIndex((other) => isSame(desk, other)));
}

function isSame(one: Desk, other: Desk): boolean {
  return one.matrix === other.matrix && one.source === other.source;
}

/** Nothing where the terms have no such matrix, or have it read from another desk. */
function promisedBy({ support, calendars }: Version['terms'], { matrix, source }: Desk): SupportTerms {
  const found = support.find((candidate) =>
    isSame({ matrix: candidate.name, source: candidate.source }, { matrix, source }),
  );
  const { severities = [], waitingOnReporterPauses = [] } = found ?? {};
  return { severities, waitingOnReporterPauses, calendars };
}
