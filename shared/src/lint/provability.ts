// A promise that its probing can never prove: even without one bad event the shortest period of the first
// year is too short for a conclusive verdict (measurement.md section 4, "Evidence strength").
import type { FullTerms } from '../agreement/document.ts';
import type { Objective } from '../agreement/agreement.ts';
import { percentage } from '../exact/ratio.ts';
import { allowedBad, readTarget } from '../exact/target.ts';
import type { Target } from '../exact/target.ts';
import { eventsNeeded } from '../measurement/evidence.ts';
import { shortestPeriod } from '../time/shortest-period.ts';
import type { ScheduledPeriod } from '../time/shortest-period.ts';
import { cadenceFor } from './cadence.ts';
import { grouped } from './figures.ts';
import { judgedGroups, mostEvents } from './most-events.ts';
import type { Judged } from './most-events.ts';
import { supplyText } from './supply.ts';
import type { Finding, LintRule } from './warning.ts';

export const provability: LintRule = {
  name: 'provability',
  find: (agreement) =>
    agreement.objectives.flatMap((objective) =>
      judgedGroups(agreement, objective).flatMap((judged) => unproven(agreement, objective, judged)),
    ),
};

function unproven(agreement: FullTerms, objective: Objective, judged: Judged): Finding[] {
  const target = readTarget(objective.objective);
  const needed = eventsNeeded(allowedBad(target));
  const period = shortest(agreement, objective, objective.period);
  if (needed === null || period === null) return [];
  const most = mostEvents(judged, period.scheduled);
  if (most >= needed) return [];
  const { calendar, clause, name } = objective;
  const supply = supplyText(judged, { calendar, period: period.name, most });
  return [
    {
      path: `objectives.${name}.objective.target`,
      clause,
      why: `${supply}, and it takes ${grouped(needed)} without a bad one to prove ${promised(objective)}`,
      proposal:
        cadenceFor(judged, period.scheduled, needed) ??
        longerPeriod(agreement, objective, judged, needed) ??
        weakerTarget(target, most),
    },
  ];
}

function promised({ objective }: Objective): string {
  return `${objective.op} ${objective.target}`;
}

function shortest(
  agreement: FullTerms,
  { calendar }: Objective,
  unit: Objective['period'],
): ScheduledPeriod | null {
  const terms = agreement.calendars[calendar];
  return terms === undefined ? null : shortestPeriod(agreement, unit, terms);
}

function longerPeriod(
  agreement: FullTerms,
  objective: Objective,
  judged: Judged,
  needed: number,
): string | null {
  const unit = (['quarter', 'year'] as const).find((longer) => {
    const period = shortest(agreement, objective, longer);
    return period !== null && mostEvents(judged, period.scheduled) >= needed;
  });
  return unit === undefined ? null : `period: ${unit}`;
}

/** Targets as contracts write them, from strict to lenient. */
const targets = {
  good: ['99.99%', '99.95%', '99.9%', '99.5%', '99%', '98%', '95%', '90%'],
  bad: ['0.01%', '0.05%', '0.1%', '0.5%', '1%', '2%', '5%', '10%'],
};

/** The strictest of the usual targets that so many events can prove. */
function weakerTarget({ op }: Target, most: number): string | null {
  const target = targets[op.startsWith('<') ? 'bad' : 'good'].find((text) => {
    const needed = eventsNeeded(allowedBad({ op, ratio: percentage(text) }));
    return needed !== null && needed <= most;
  });
  return target === undefined ? null : `target: ${target}`;
}
