// A minimum sample that the shortest period can never reach: its verdict stays undetermined whatever
// happens (measurement.md section 4, "Occurrences").
import type { FullTerms } from '../agreement/document.ts';
import type { Objective } from '../agreement/agreement.ts';
import { shortestPeriod } from '../time/shortest-period.ts';
import { cadenceFor } from './cadence.ts';
import { grouped } from './figures.ts';
import { judgedGroups, mostEvents } from './most-events.ts';
import type { Judged } from './most-events.ts';
import { supplyText } from './supply.ts';
import type { Finding, LintRule } from './warning.ts';

export const minimumSample: LintRule = {
  name: 'minimum-sample',
  find: (agreement) =>
    agreement.objectives.flatMap((objective) =>
      judgedGroups(agreement, objective)
        .filter(({ counts }) => counts !== 'minutes')
        .flatMap((judged) => unreachable(agreement, objective, judged)),
    ),
};

function unreachable(agreement: FullTerms, objective: Objective, judged: Judged): Finding[] {
  const { name, calendar, clause, period: unit, minimumSample: least } = objective;
  const terms = agreement.calendars[calendar];
  const period = terms === undefined ? null : shortestPeriod(agreement, unit, terms);
  if (period === null) return [];
  const most = mostEvents(judged, period.scheduled);
  if (most >= least) return [];
  const supply = supplyText(judged, { calendar, period: period.name, most });
  return [
    {
      path: `objectives.${name}.minimumSample`,
      clause,
      why: `${supply}, fewer than the minimum of ${grouped(least)}, so the verdict is always undetermined`,
      proposal: cadenceFor(judged, period.scheduled, least) ?? `minimumSample: ${Math.max(1, most)}`,
    },
  ];
}
