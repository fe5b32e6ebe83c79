// A schedule that asks more of the partner than the installation's settings let it: the slots without room
// would end as not measured, most of all while the partner is down.
import type { Source } from '../agreement/agreement.ts';
import { valueAt } from '../agreement/paths.ts';
import type { Politeness } from '../agreement/settings.ts';
import { milliseconds } from '../time/duration.ts';
import { grouped } from './figures.ts';
import type { Finding, LintRule } from './warning.ts';

export const politeness: LintRule = {
  name: 'politeness',
  find: ({ sources }, settings) => (settings === null ? [] : exceeded(sources, settings.politeness)),
};

function exceeded(sources: Source[], allowed: Politeness): Finding[] {
  const perSecond = tenths(sumOf(sources, mostPerSecond));
  const atOnce = tenths(sumOf(sources, mostAtOnce));
  const sent = `with their retries and redirects its sources send up to ${shown(perSecond)} requests a second`;
  const waiting = `while the partner does not answer, up to ${shown(atOnce)} of its requests wait at once`;
  return [
    ...(perSecond > allowed.requestsPerSecond
      ? [finding(sent, 'requestsPerSecond', perSecond, allowed)]
      : []),
    ...(atOnce > allowed.atOnce ? [finding(waiting, 'atOnce', atOnce, allowed)] : []),
  ];
}

function finding(what: string, field: keyof Politeness, needed: number, allowed: Politeness): Finding {
  const most = grouped(allowed[field]);
  return {
    path: 'sources',
    clause: null,
    why: `${what}, and politeness in the settings allows ${most}: slots without room are not measured`,
    proposal: `politeness: { ${field}: ${Math.ceil(needed)} } # under spec of the settings`,
  };
}

/** Sources that ask nobody, such as files and heartbeats, have no `timeout`; what a desk adds is next to nothing. */
function sumOf(sources: Source[], ofOne: (source: Source, timeout: string) => number): number {
  return sources.reduce((sum, source) => {
    const timeout = valueAt(source.spec, ['timeout']);
    return typeof timeout === 'string' ? sum + ofOne(source, timeout) : sum;
  }, 0);
}

function mostPerSecond({ every, retry, spec }: Source): number {
  const redirects = Number(valueAt(spec, ['redirects']) ?? 0);
  return (retry.attempts * (1 + redirects) * 1_000) / milliseconds(every);
}

/** Slots follow each other whatever the last one waits for, so each counts for as long as it may last. */
function mostAtOnce({ every, retry }: Source, timeout: string): number {
  return (retry.attempts * milliseconds(timeout)) / milliseconds(every);
}

/** Ten sources every 15 s are two thirds of a request a second, however their sum was rounded on the way. */
function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function shown(value: number): string {
  const [whole = '', tenth] = String(value).split('.');
  return `${grouped(Number(whole))}${tenth === undefined ? '' : `.${tenth}`}`;
}
