// One part of a promise's period: measured by its indicator, judged, and written down with everything that
// the figures were made of.
import type { Exclusion, Source } from '../agreement/agreement.ts';
import { countsTraffic } from '../agreement/counted-source.ts';
import type { LoadTest } from '../facts/load-test.ts';
import type { IndicatorInput, MeasuredSource } from '../indicators/indicator.ts';
import type { SlotGrid } from '../measurement/coverage.ts';
import { HOUR } from '../measurement/due-hours.ts';
import { coveredMinutes } from '../measurement/exclusions.ts';
import { judgeMeasured } from '../measurement/judge.ts';
import type { Measured } from '../measurement/measured.ts';
import { countRows } from '../measurement/row-reading.ts';
import type { VantageFacts } from '../measurement/tallied.ts';
import { trafficFigures } from '../measurement/traffic-figures.ts';
import type { SupportClock } from '../tickets/clocks.ts';
import { milliseconds } from '../time/duration.ts';
import type { Instant, Interval } from '../time/instant.ts';
import { scheduledMinutes } from '../time/scheduled-minutes.ts';
import { slotPhase } from '../time/slots.ts';
import type { Facts } from './facts.ts';
import { calendarOf, sourceOf } from './named-parts.ts';
import { daysBegun } from './promise-periods.ts';
import type { Part } from './promise-periods.ts';
import type { JudgedPart, PartStatement } from './statement.ts';

/** What sources say. */
type SourceFacts = Pick<Facts, 'series' | 'slices'>;

export type PartFacts = {
  facts: SourceFacts;
  clocks: SupportClock[];
  /** Stretches of which the events of the clocks' desk are not known. */
  gaps: Interval[];
  loadTests: LoadTest[];
  /** Those of this agreement. */
  exclusions: Exclusion[];
  asOf: Instant;
  mostSlots?: number | undefined;
};

/** Judges a part from the facts of `sources`. */
export function judgePart(
  part: Part,
  sources: string[],
  known: PartFacts,
): { measured: Measured; judged: JudgedPart; statement: PartStatement } {
  const { window, promised, version } = part;
  const { indicator, ownTerms, terms } = promised;
  const input = indicatorInput(part, sources, known);
  const measured = indicator.measure(input);
  const days = daysBegun(window, version.terms.timeZone, known.asOf);
  const { asOf, mostSlots } = known;
  const judged = judgeMeasured(measured, { terms: promised.judging, window, days, asOf, mostSlots });
  return {
    measured,
    judged,
    statement: {
      ...window,
      terms: { version: version.name, ...terms, indicator: ownTerms },
      formula: indicator.formula(input.terms),
      ...judged.figures,
      exclusions: actedOn(measured, input),
      samples: input.sources.flatMap(({ vantages }) =>
        vantages.map((series) => countSamples(series, window, known.asOf)),
      ),
      ...(measured.by === 'events' && measured.traffic.length > 0 && trafficFigures(measured.traffic)),
    },
  };
}

/** What the indicator of a part is given. */
export function indicatorInput(
  { window, promised, version }: Part,
  sources: string[],
  known: PartFacts,
): IndicatorInput<unknown> {
  const { terms } = version;
  const { clocks, gaps, loadTests, exclusions, asOf } = known;
  const calendar = calendarOf(terms, promised.terms.calendar);
  return {
    terms: promised.indicator.terms.parse(promised.ownTerms),
    timeSliceTarget: promised.timeSliceTarget,
    sources:
      promised.matrix === null
        ? sources.map((name) => measuredSource(terms.name, sourceOf(terms, name), known.facts))
        : [],
    scheduled: scheduledMinutes(calendar, window),
    timeZone: terms.timeZone,
    ...{ calendar, clocks, gaps, loadTests, window, exclusions, asOf },
  };
}

function measuredSource(agreement: string, source: Source, facts: SourceFacts): MeasuredSource {
  if (countsTraffic(source)) {
    return { source, grid: { phaseMs: 0, everyMs: HOUR }, vantages: [], slices: facts.slices(source.name) };
  }
  return { source, grid: slotGrid(agreement, source), vantages: facts.series(source.name) };
}

/** Imported samples stand on whole intervals; live ones are asked for at the source's own phase. */
export function slotGrid(agreement: string, source: Source): SlotGrid {
  const everyMs = milliseconds(source.every);
  return { phaseMs: source.type === 'import' ? 0 : slotPhase(agreement, source.name, everyMs), everyMs };
}

function actedOn(
  measured: Measured,
  { scheduled, asOf }: IndicatorInput<unknown>,
): PartStatement['exclusions'] {
  const exclusions = 'exclusions' in measured ? measured.exclusions : [];
  return exclusions
    .map((exclusion) => ({
      name: exclusion.name,
      effect: exclusion.effect,
      minutes: coveredMinutes(exclusion, scheduled, asOf),
    }))
    .filter(({ minutes }) => minutes > 0);
}

function countSamples(
  series: VantageFacts,
  { start, end }: Interval,
  asOf: Instant,
): PartStatement['samples'][number] {
  const { source, vantage } = series;
  const [ok, bad, unmeasured] = countRows(series, { start, end: Math.max(start, Math.min(end, asOf)) });
  return { source, vantage, ok, bad, unmeasured };
}
