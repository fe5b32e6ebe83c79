// The parts of a period as the period (measurement.md section 4, "Amendments"): each part is judged under
// its own terms and never pooled; missed if any is missed, else undetermined if any is, else met.
import { addRatios, ratioText, readRatio } from '../exact/ratio.ts';
import { clockEvents } from '../measurement/judged-clocks.ts';
import { feedsOf } from '../measurement/figures.ts';
import type { EventCounts, Inputs, LedgerCounts } from '../measurement/figures.ts';
import { leastCoverage } from '../measurement/tally-slots.ts';
import type { SlotCounts } from '../measurement/tally-slots.ts';
import { decidingPlace } from './deciding-part.ts';
import type { JudgedPart, PartStatement } from './statement.ts';
import type { RatioText } from '../measurement/figures.ts';
import type { ClocksMore, Outlook, PeriodLists, PromisePeriod } from './statement.ts';

export type JudgedParts = { judged: JudgedPart; statement: PartStatement }[];

type Combined = Omit<PromisePeriod, 'period' | 'source' | 'start' | 'end' | 'state' | keyof Outlook>;

/** What a period says in which the agreement does not count at all. */
const nothingCounts: Pick<
  PartStatement,
  'verdict' | 'doubts' | 'settled' | 'display' | 'evidence' | 'quantiles'
> = {
  ...{ verdict: 'excluded', doubts: [], settled: null, display: null, evidence: null },
};

/** The figures of a period from those of its parts, in order; without any it is excluded. */
export function combineParts(parts: JudgedParts): Combined {
  const statements = parts.map(({ statement }) => statement);
  const deciding = decidingPlace(statements);
  const decisive = statements[deciding ?? 0] ?? nothingCounts;
  const { verdict, doubts, settled, display, evidence, quantiles } = decisive;
  return {
    ...countsOf(statements),
    ...{ verdict, doubts, settled, display, evidence },
    coverage: coverageOf(statements),
    irrecoverable: statements.some(({ irrecoverable }) => irrecoverable),
    ...(parts.length === 1 && quantiles && { quantiles }),
    budget: budgetOf(statements),
    ...joined(parts.map(({ judged }) => judged.lists)),
    parts: statements,
    deciding,
  };
}

function joined(lists: PeriodLists[]): PeriodLists {
  const clocks = lists.flatMap((list) => list.clocks ?? []);
  const more = lists.flatMap((list) => list.clocksMore ?? []);
  return {
    badRanges: lists.flatMap(({ badRanges }) => badRanges),
    unmeasuredRanges: lists.flatMap(({ unmeasuredRanges }) => unmeasuredRanges),
    excludedRanges: lists.flatMap(({ excludedRanges }) => excludedRanges),
    days: lists.flatMap(({ days }) => days),
    ...(lists.some((list) => list.clocks) && { clocks }),
    ...(more.length > 0 && { clocksMore: summedMore(more) }),
  };
}

function summedMore(more: ClocksMore[]): ClocksMore {
  const of = (state: keyof ClocksMore) => sum(more, state);
  return { missed: of('missed'), unknown: of('unknown'), running: of('running'), met: of('met') };
}

function countsOf(parts: PartStatement[]): { ledger?: LedgerCounts; events?: EventCounts } {
  const inputs = parts.map((part) => part.inputs);
  const ledgers = inputs.filter((given) => given.by === 'minutes');
  if (ledgers.length > 0) return { ledger: summedLedger(ledgers) };
  const events = inputs.flatMap((given) => eventsOf(given) ?? []);
  if (events.length === 0) return {};
  return { events: { good: sum(events, 'good'), total: sum(events, 'total') } };
}

function summedLedger(ledgers: LedgerCounts[]): LedgerCounts {
  const of = (name: keyof LedgerCounts) => sum(ledgers, name);
  return {
    ...{ scheduled: of('scheduled'), excluded: of('excluded') },
    ...{ good: of('good'), bad: of('bad'), unmeasured: of('unmeasured') },
  };
}

function eventsOf(inputs: Inputs): EventCounts | null {
  if (inputs.by === 'events') return { good: inputs.good, total: inputs.total };
  return inputs.by === 'clocks' ? clockEvents(inputs) : null;
}

function coverageOf(parts: PartStatement[]): RatioText | null {
  const feeds = parts.map(({ inputs }) => coveredOf(inputs));
  const summed = ([0, 1] as const).map((feed) => {
    const counts = feeds.map((each) => each[feed]);
    return { covered: sum(counts, 'covered'), due: sum(counts, 'due') };
  });
  const least = leastCoverage(summed);
  return least && ratioText(least);
}

const nothing = { covered: 0, due: 0 };

/** Minutes that were measured of those that count, or slots that were due; and hours of counted traffic. */
function coveredOf(inputs: Inputs): [SlotCounts, SlotCounts] {
  if (inputs.by === 'minutes') {
    return [{ covered: inputs.good + inputs.bad, due: inputs.scheduled - inputs.excluded }, nothing];
  }
  if (inputs.by !== 'events') return [nothing, nothing];
  const { checks, hours } = feedsOf(inputs);
  return [checks, hours ?? nothing];
}

function budgetOf(parts: PartStatement[]): PromisePeriod['budget'] {
  const budgets = parts.flatMap(({ budget }) => (budget === null ? [] : [budget]));
  if (budgets.length === 0) return null;
  const allowed = budgets.map((budget) => readRatio(budget.allowed)).reduce(addRatios);
  return { allowed: ratioText(allowed), consumed: sum(budgets, 'consumed') };
}

function sum<Name extends string>(records: Record<Name, number>[], name: Name): number {
  return records.reduce((total, record) => total + record[name], 0);
}
