// A promise without a reading where its clause is silent: both parties would measure something else and be
// right (agreement.md section 1).
import type { Objective, Source, SupportMatrix } from '../agreement/agreement.ts';
import { listed } from './figures.ts';
import { proposedReading, readingLine, supportReading } from './proposed-reading.ts';
import { silenceOf } from './silence.ts';
import type { Finding, LintRule } from './warning.ts';

export const reading: LintRule = {
  name: 'reading',
  find: ({ objectives, sources, support }) => [
    ...objectives.flatMap((objective) => ofObjective(objective, sources)),
    ...support.flatMap(ofSupport),
  ],
};

/** Bounds on single events: without a share, nobody knows of how many of them they speak. */
const bounds = ['latency', 'freshness'];

function ofObjective(objective: Objective, sources: Source[]): Finding[] {
  const { name, clause, indicator, reading: agreed } = objective;
  if (agreed !== null || clause?.text === undefined) return [];
  const silence = silenceOf(clause.text);
  const open = [
    ...(silence.period ? [periodWords(indicator.type)] : []),
    ...(silence.share && bounds.includes(indicator.type) ? ['names no share or percentile'] : []),
    ...silence.vague.map(vagueWords),
  ];
  if (open.length === 0) return [];
  const proposed = proposedReading(objective, sources);
  return [
    {
      path: `objectives.${name}`,
      clause,
      why: `the clause ${listed(open)}, and there is no reading`,
      proposal: proposed === null ? null : readingLine(proposed),
    },
  ];
}

/** What is due to a ticket needs no period. One reading of a severity may settle a word for all of them. */
function ofSupport(matrix: SupportMatrix): Finding[] {
  const { name, clause, severities } = matrix;
  const isRead = matrix.reading !== null || severities.some((severity) => severity.reading !== null);
  if (isRead || clause?.text === undefined) return [];
  const { vague } = silenceOf(clause.text);
  if (vague.length === 0) return [];
  return [
    {
      path: `support.${name}`,
      clause,
      why: `the clause ${listed(vague.map(vagueWords))}, and there is no reading`,
      proposal: readingLine(supportReading(matrix)),
    },
  ];
}

function periodWords(indicator: string): string {
  return indicator === 'capacity' ? 'does not say how long a load test holds' : 'states no period';
}

function vagueWords(word: string): string {
  return `says "${word}" without a measure`;
}
