// Samples read as events: how many of each minute are good and bad, and which slots of the schedule they cover.
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { MINUTE } from '../time/instant.ts';
import { slotIndex } from '../time/slots.ts';
import type { MinuteSlots, SlotGrid } from './coverage.ts';
import { slotEdge } from './coverage.ts';
import { cutSeries } from './cut-series.ts';
import { eventGrade } from './events.ts';
import { timeOf } from './minute-span.ts';
import type { MinuteSpan } from './minute-span.ts';
import { columnsOver } from './tallied.ts';
import type { Reading, TallyColumns, VantageFacts } from './tallied.ts';

/** A grade for each sample (`eventGrade`). */
export type GradeSamples = (series: SampleSeries) => Uint32Array;

/** `name` tells everything that the grades depend on. */
export type EventTerms = { name: string; grid: SlotGrid; grade: GradeSamples };

/** The events of a vantage: of each sample, or of each minute with a row; then `slots` tells what they cover. */
export type VantageEvents = { at: Float64Array; grades: Uint32Array; slots?: MinuteSlots };

/** Three columns: the sum of the grades, the slots that begin to be covered, and `slotEdge`. */
export function eventReading({ name, grid, grade }: EventTerms): Reading {
  return {
    name: `events of ${name} every ${grid.everyMs} from ${grid.phaseMs}`,
    tally(series, span) {
      const own = cutSeries(series, timeOf(span, { from: 0, to: span.count }));
      return tallyEvents(own, grade(own), span, grid);
    },
  };
}

/** The events of a vantage over a span, from its samples and its tallies. */
export function eventsOver(series: VantageFacts, span: MinuteSpan, terms: EventTerms): VantageEvents {
  if (series.tallied === undefined) return { at: series.at, grades: terms.grade(series) };
  return minutesWithRows(columnsOver(series, span, eventReading(terms)), span);
}

function tallyEvents(
  { at, outcome }: SampleSeries,
  graded: Uint32Array,
  { first, count }: MinuteSpan,
  { phaseMs, everyMs }: SlotGrid,
): TallyColumns {
  const grades = new Uint32Array(count);
  const covered = new Uint32Array(count);
  const edges = new Uint32Array(count);
  let slotEnd = -Infinity;
  for (let place = 0; place < at.length; place++) {
    const instant = at[place] ?? 0;
    const grade = graded[place] ?? 0;
    const minute = Math.floor(instant / MINUTE) - first;
    const start = (first + minute) * MINUTE;
    let edge = (edges[minute] ?? 0) | slotEdge.hasRows;
    grades[minute] = (grades[minute] ?? 0) + grade;
    if (isCovering(outcome[place], grade)) {
      const isFirst = covered[minute] === 0;
      if (isFirst || instant >= slotEnd) {
        slotEnd = phaseMs + (slotIndex(instant, phaseMs, everyMs) + 1) * everyMs;
        covered[minute] = (covered[minute] ?? 0) + 1;
        if (isFirst && slotEnd - everyMs < start) edge |= slotEdge.beganBefore;
      }
      if (slotEnd > start + MINUTE) edge |= slotEdge.goesOn;
    }
    edges[minute] = edge;
  }
  return [grades, covered, edges];
}

/** Whether a sample fills its slot: it was measured and, if ok, has the reading that was promised. */
function isCovering(outcome: number | undefined, grade: number): boolean {
  if (outcome === outcomeCode.unmeasured) return false;
  return outcome !== outcomeCode.ok || grade !== eventGrade.none;
}

/** A minute without a row is left out, as it would be of samples. */
function minutesWithRows(columns: TallyColumns, { first }: MinuteSpan): VantageEvents {
  const [grades, covered, edges] = columns;
  if (grades === undefined || covered === undefined || edges === undefined) {
    throw new TypeError(`a tally of events has three columns, not ${columns.length}`);
  }
  let rows = 0;
  for (let minute = 0; minute < edges.length; minute++) rows += edges[minute] === 0 ? 0 : 1;
  const at = new Float64Array(rows);
  const isWhole = rows === edges.length;
  const kept = isWhole ? { grades, covered, edges } : emptyColumns(rows);
  for (let minute = 0, next = 0; minute < edges.length; minute++) {
    if (edges[minute] === 0) continue;
    at[next] = (first + minute) * MINUTE;
    if (!isWhole) {
      kept.grades[next] = grades[minute] ?? 0;
      kept.covered[next] = covered[minute] ?? 0;
      kept.edges[next] = edges[minute] ?? 0;
    }
    next += 1;
  }
  return { at, grades: kept.grades, slots: { covered: kept.covered, edges: kept.edges } };
}

function emptyColumns(length: number): { grades: Uint32Array } & MinuteSlots {
  return {
    grades: new Uint32Array(length),
    covered: new Uint32Array(length),
    edges: new Uint32Array(length),
  };
}
