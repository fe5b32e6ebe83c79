// A reading in words for a promise that has none, put together from its own terms.
import type { Objective, Operator, PeriodUnit, Source, SupportMatrix } from '../agreement/agreement.ts';
import { countsTraffic } from '../agreement/counted-source.ts';
import { parseDuration } from '../time/duration.ts';
import { grouped, listed } from './figures.ts';

/** `requests` are those that an objective counts, up to the names of its sources: `probe requests to`. */
const sentences: Record<string, (objective: Objective, requests: string) => string> = {
  availability: (objective) =>
    `${answering(objective)} in ${share(objective)} of minutes${hours(objective)}, ${over(objective)}.`,
  latency: (objective, requests) =>
    `${counted(objective, requests)} are answered in under ` +
    `${length(objective.indicator['threshold'])}${unanswered(objective)}${hours(objective)}, ${over(objective)}.`,
  'error-rate': (objective, requests) =>
    `${counted(objective, requests)} fail${hours(objective)}, ${over(objective)}.`,
  freshness: (objective) =>
    `${counted(objective, 'checks of')} find an update less than ` +
    `${length(objective.indicator['threshold'])} old${hours(objective)}, ${over(objective)}.`,
  capacity: ({ indicator }) =>
    `A load test of at least ${grouped(Number(indicator['users']))} concurrent users in the last ` +
    `${length(indicator['validFor'])} that kept the terms it states.`,
};

/**
 * The reading that an objective's own terms amount to; null for indicators that this has no words for.
 * @example proposedReading(latency, sources)
 * // At least 95% of probe requests to api are answered in under 200 ms, per calendar month.
 */
export function proposedReading(objective: Objective, sources: Source[]): string | null {
  const read = sources.filter(({ name }) => objective.indicator.sources.includes(name));
  return sentences[objective.indicator.type]?.(objective, requestWords(read)) ?? null;
}

/** Probes are our own requests; counted traffic is what the partner's monitoring saw of everybody's. */
function requestWords(sources: Source[]): string {
  if (!sources.some(countsTraffic)) return 'probe requests to';
  return sources.every(countsTraffic) ? 'requests counted by' : 'requests probed or counted by';
}

/**
 * The reading that a support matrix amounts to.
 * @example supportReading(issues) // Severity 1 is answered within 2 h and updated every 1 h, severity 2 ...
 */
export function supportReading({ severities }: SupportMatrix): string {
  const promises = severities.map(({ level, firstResponse, updateEvery, resolution }) => {
    const parts = [
      `answered within ${length(firstResponse)}`,
      ...(updateEvery === undefined ? [] : [`updated every ${length(updateEvery)}`]),
      ...(resolution === undefined ? [] : [`resolved within ${length(resolution)}`]),
    ];
    return `severity ${level} is ${listed(parts)}`;
  });
  const sentence = promises.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** A reading as a line to paste; in quotes, so that it may stand in braces too. */
export function readingLine(text: string): string {
  return `reading: ${JSON.stringify(text)}`;
}

const atLeast: Record<Operator, string> = {
  '>=': 'at least',
  '>': 'more than',
  '<=': 'at most',
  '<': 'less than',
};

function share({ objective: { op, target } }: Objective): string {
  return `${atLeast[op]} ${target}`;
}

function counted(objective: Objective, events: string): string {
  const { sources, each } = objective.indicator;
  const phrase = share(objective);
  const separately = each === 'source' && sources.length > 1 ? ', each on its own,' : '';
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)} of ${events} ${listed(sources)}${separately}`;
}

function answering({ indicator: { sources, each, combine } }: Objective): string {
  if (sources.length === 1) return `${listed(sources)} answers`;
  if (each === 'source') return `Each of ${listed(sources)} answers`;
  return combine === 'any' ? `One of ${listed(sources)} answers` : `All of ${listed(sources)} answer`;
}

function hours({ calendar }: Objective): string {
  return calendar === 'always' ? '' : ` on the calendar ${calendar}`;
}

function unanswered({ indicator: { noResponse } }: Objective): string {
  return noResponse === 'exclude' ? ', those without an answer left out' : '';
}

const periods: Record<PeriodUnit, string> = {
  month: 'per calendar month',
  quarter: 'per quarter',
  year: 'per year',
};

function over({ period }: Objective): string {
  return periods[period];
}

/** `200ms` as `200 ms`, `12M` as `12 months`. */
function length(duration: unknown): string {
  const { count, unit } = parseDuration(String(duration));
  const words: Record<string, string> = {
    m: 'min',
    bd: 'business days',
    M: 'months',
    Q: 'quarters',
    Y: 'years',
  };
  return `${count} ${words[unit] ?? unit}`;
}
