// Traffic that was counted by the hour, as a promise's page shows it: what was asked, how many hours count, and
// why the others do not. Pure.
import type { Explanation } from '@upheld/shared/evaluation/explanation';
import type { SliceFault } from '@upheld/shared/facts/slice';
import { HOUR } from '@upheld/shared/measurement/due-hours';
import type { TrafficStatement, UndecidedSlice } from '@upheld/shared/measurement/traffic-figures';
import type { Interval } from '@upheld/shared/time/instant';
import { counted, grouped } from '../words/number.ts';
import { printStretch } from '../words/stretch.ts';
import type { PrintedStretch } from '../words/stretch.ts';
import { hourTable } from './traffic-hours.ts';

type Part = Pick<Explanation['parts'][number], 'traffic' | 'undecided'>;
export type TrafficView = NonNullable<ReturnType<typeof trafficView>>;

/** An hour that is in no total, or a stretch of them. */
export type HourRow = { key: string; source: string; when: PrintedStretch; why: string; figures: string[] };

/** Every hour that was due stands under one of the first four. */
const heads = ['Counted whole', 'In no total', 'Without counts', 'Never read', 'Requests', 'Bad'];

/** Null for a part without counted traffic; instants are in `zone`. */
export function trafficView({ traffic = [], undecided = [] }: Part, zone: string) {
  if (traffic.length === 0) return null;
  const undecidedIn = (name: string) => undecided.filter(({ source }) => source === name);
  return {
    ...{ zone, heads },
    totals: traffic.map((source) => totalsOf(source, undecidedIn(source.source).length)),
    asked: traffic.flatMap(askedOf),
    missing: traffic.flatMap((source) => missingIn(source, zone)),
    undecided: undecided.map((slice) => undecidedRow(slice, zone)),
    hours: traffic.map((source) => hourTable(source, undecidedIn(source.source), zone)),
  };
}

function totalsOf({ source, slices, unanswered, unread }: TrafficStatement, undecided: number) {
  const sum = (key: 'total' | 'bad') => slices.reduce((all, slice) => all + slice[key], 0);
  const unreadHours = unread.reduce((hours, stretch) => hours + hoursIn(stretch), 0);
  const figures = [slices.length, undecided, unanswered.length, unreadHours, sum('total'), sum('bad')];
  return { source, figures: figures.map((figure) => grouped(figure)) };
}

function askedOf({ source, thresholdMs, queries }: TrafficStatement) {
  const bad = thresholdMs === null ? 'failed' : `took longer than ${thresholdMs} ms`;
  return queries.map((texts, place) => {
    const changed = place === 0 ? '' : ', after the queries had changed';
    return {
      key: `${source} ${place}`,
      words: `Asked of ${source} for each hour${changed}. Bad requests are those that ${bad}.`,
      texts,
    };
  });
}

/** Why the queries of an hour were answered without counts. */
const faultWords: Record<SliceFault, string> = {
  empty: 'the query found no series',
  'not-a-number': 'the answer was not a number, as 0 / 0 is none',
  'not-a-count': 'the answer was no count: negative, infinite, or more bad requests than there were',
};

/** Neighbours that lack counts for one reason are one row. */
function missingIn({ source, unanswered, unread }: TrafficStatement, zone: string): HourRow[] {
  const stretches: (Interval & { why: string })[] = [];
  const hours = [
    ...unanswered.map(({ start, end, fault }) => ({ start, end, why: faultWords[fault] })),
    ...unread.map(({ start, end }) => ({ start, end, why: 'it was never read' })),
  ];
  for (const hour of hours.toSorted((a, b) => a.start - b.start)) {
    const last = stretches.at(-1);
    if (last?.end === hour.start && last.why === hour.why) last.end = hour.end;
    else stretches.push(hour);
  }
  return stretches.map(({ why, ...stretch }) => ({
    key: `${source} ${stretch.start}`,
    ...{ source, why, when: printStretch(stretch, zone) },
    figures: [counted(hoursIn(stretch), 'hour')],
  }));
}

function undecidedRow({ source, start, end, total, bad, why }: UndecidedSlice, zone: string): HourRow {
  return {
    key: `${source} ${start}`,
    ...{ source, why, when: printStretch({ start, end }, zone) },
    figures: [grouped(total), grouped(bad)],
  };
}

function hoursIn({ start, end }: Interval): number {
  return Math.round((end - start) / HOUR);
}
