// What counted traffic asks of the collector: for each source of it the terms that its hours are read under.
// An hour is read under the terms of its own time, also when an amendment has changed them since.
import { isDeepStrictEqual } from 'node:util';
import type { Agreement, PeriodUnit, Source, Terms } from '@upheld/shared/agreement/agreement';
import { versionsOf } from '@upheld/shared/agreement/versions';
import { milliseconds } from '@upheld/shared/time/duration';
import { effectiveWindow } from '@upheld/shared/time/effective';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { TrafficKind } from '../traffic/traffic.ts';

/** How a source is asked for the hours that lie in `[start, end)`. */
export type CountTerms = Interval & { kind: TrafficKind; spec: unknown };

/** Rising and never empty; `judgedMs` is the longest period of a promise that reads the source now, 0 without one. */
export type CountWork = { everyMs: number; retry: Source['retry']; terms: CountTerms[]; judgedMs: number };

type Traffic = ReadonlyMap<string, TrafficKind>;
type Written = Interval & { source: Source };

const lengths: Record<PeriodUnit, string> = { month: '31d', quarter: '92d', year: '366d' };

/**
 * By source name. A source that an amendment removed stays: its last hours settle after it is gone. Where
 * its name has come to mean something else, what is left of it is not read.
 */
export function countWork(agreement: Agreement, traffic: Traffic, at: Instant): Map<string, CountWork> {
  const written = versionsOf(agreement)
    .filter(({ from }) => from <= at)
    .flatMap(({ from, until, terms }) => sourcesIn(terms, { start: from, end: until }));
  const work = new Map<string, CountWork>();
  for (const [name, parts] of Map.groupBy(written, ({ source }) => source.name)) {
    const source = parts.at(-1)?.source;
    if (source === undefined || !traffic.has(source.type)) continue;
    const { every, retry } = source;
    const judgedMs = judgedOver(name, agreement, at);
    work.set(name, { everyMs: milliseconds(every), retry, terms: termsOf(parts, traffic), judgedMs });
  }
  return work;
}

/** Each source for as long as these terms are in force and the agreement counts. */
function sourcesIn(terms: Terms, { start, end }: Interval): Written[] {
  const counts = effectiveWindow(terms.effective, terms.timeZone);
  const window = { start: Math.max(start, counts.start), end: Math.min(end, counts.end) };
  return terms.sources.map((source) => ({ ...window, source }));
}

/** Terms that an amendment left alone go on through it, so that no hour is cut in two for nothing. */
function termsOf(parts: Written[], traffic: Traffic): CountTerms[] {
  const joined: Written[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last !== undefined && isSame(last, part)) last.end = part.end;
    else joined.push({ ...part });
  }
  return joined.flatMap(({ start, end, source }) => {
    const kind = traffic.get(source.type);
    return kind === undefined ? [] : [{ start, end, kind, spec: kind.spec.parse(source.spec) }];
  });
}

function isSame(a: Written, b: Written): boolean {
  if (a.end !== b.start || a.source.type !== b.source.type) return false;
  return isDeepStrictEqual(a.source.spec, b.source.spec);
}

function judgedOver(source: string, agreement: Agreement, at: Instant): number {
  const now = versionsOf(agreement).findLast(({ from }) => from <= at)?.terms.objectives ?? [];
  const readers = now.filter(({ indicator }) => indicator.sources.includes(source));
  return Math.max(0, ...readers.map(({ period }) => milliseconds(lengths[period])));
}
