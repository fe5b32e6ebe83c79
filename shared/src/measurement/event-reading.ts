// Samples read as events: how many of each minute are good and bad, and which slots of the schedule they cover.
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { MINUTE } from '../time/instant.ts';
import { slotIndex } from '../time/slots.ts';
import type { SlotGrid } from './coverage.ts';
import { cutSeries } from './cut-series.ts';
import { eventGrade } from './events.ts';
import type { GradedSeries } from './events.ts';
import { timeOf } from './minute-span.ts';
import type { MinuteSpan } from './minute-span.ts';
import { runsOf } from './runs.ts';
import { toldOver } from './tallied.ts';
import type { Reading, TallyColumns, VantageFacts } from './tallied.ts';
import { slotEdge } from './told-slots.ts';
import type { ToldSlots } from './told-slots.ts';

/** A grade for each sample (`eventGrade`). */
export type GradeSamples = (series: SampleSeries) => Uint32Array;

/** `name` tells everything that the grades depend on. */
export type EventTerms = { name: string; grid: SlotGrid; grade: GradeSamples };

/** The events of a vantage: those of its samples, or where tallies tell of it, those of its minutes, and no samples. */
export type VantageEvents = Pick<GradedSeries, 'at' | 'grades' | 'told'> & { slots?: ToldSlots };

/** Four columns: good events and all of them, the slots that begin to be covered, and `slotEdge`. */
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
  const { minutes, starts } = toldOver(series, span, eventReading(terms));
  const [good, total, opens, edges] = minutes;
  if (good === undefined || total === undefined || opens === undefined || edges === undefined) {
    throw new TypeError(`a tally of events has four columns, not ${minutes.length}`);
  }
  const none = { at: new Float64Array(), grades: new Uint32Array() };
  return { ...none, told: { good, total }, slots: { opens, edges, starts } };
}

function tallyEvents(
  { at, outcome }: SampleSeries,
  graded: Uint32Array,
  { first, count }: MinuteSpan,
  { phaseMs, everyMs }: SlotGrid,
): TallyColumns {
  const column = () => new Uint32Array(count);
  const [good, total, opens, edges] = [column(), column(), column(), column()];
  let slotEnd = -Infinity;
  let coveredLast = -1;
  for (let place = 0; place < at.length; place++) {
    const instant = at[place] ?? 0;
    const grade = graded[place] ?? eventGrade.none;
    const minute = Math.floor(instant / MINUTE) - first;
    const start = (first + minute) * MINUTE;
    add(good, minute, Number(grade === eventGrade.good));
    add(total, minute, Number(grade !== eventGrade.none));
    let edge = (edges[minute] ?? 0) | slotEdge.hasRows;
    if (isCovering(outcome[place], grade)) {
      const isNew = instant >= slotEnd;
      if (isNew) slotEnd = phaseMs + (slotIndex(instant, phaseMs, everyMs) + 1) * everyMs;
      add(opens, minute, Number(isNew));
      if (coveredLast !== minute && slotEnd - everyMs < start) {
        edge |= slotEdge.beganBefore | (isNew ? 0 : slotEdge.openBefore);
      }
      if (slotEnd > start + MINUTE) edge |= slotEdge.goesOn;
      coveredLast = minute;
    }
    edges[minute] = edge;
  }
  return { minutes: [good, total, opens, edges].map(runsOf), numbers: new Uint32Array() };
}

function add(column: Uint32Array, minute: number, count: number): void {
  column[minute] = (column[minute] ?? 0) + count;
}

/** Whether a sample fills its slot: it was measured and, if ok, has the reading that was promised. */
function isCovering(outcome: number | undefined, grade: number): boolean {
  if (outcome === outcomeCode.unmeasured) return false;
  return outcome !== outcomeCode.ok || grade !== eventGrade.none;
}
