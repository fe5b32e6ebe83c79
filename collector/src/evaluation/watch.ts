// Continuous evaluation: whenever facts, terms or the minute changed, an agreement is judged again, its
// triggers are settled and whoever listens is told. It works on one agreement at a time and rests
// longer than it worked, so that judging never crowds out probing.
import type { Agreement, Exclusion } from '@upheld/shared/agreement/agreement';
import { quartersSeen, withYearly, yearsSeen } from '@upheld/shared/api/views';
import type { Statement } from '@upheld/shared/evaluation/statement';
import type { Instant } from '@upheld/shared/time/instant';
import type { Occurrence } from '@upheld/shared/triggers/trigger';
import type { Clock } from '../clock.ts';
import type { Evaluate } from './evaluator.ts';

/** How an agreement stands after an evaluation. */
export type Look = {
  agreement: Agreement;
  /** The current quarter, and what is judged by the year as it stands in the current one. */
  statement: Statement;
  occurrences: Occurrence[];
  opened: Occurrence[];
  cleared: Occurrence[];
  tookMs: number;
};

export type WatchParts = {
  clock: Clock;
  terms: () => { agreements: Agreement[]; exclusions: Exclusion[] };
  evaluate: Evaluate;
  settle: (
    agreement: Agreement,
    statements: Statement[],
    now: Instant,
  ) => Promise<Omit<Look, 'agreement' | 'statement' | 'tookMs'>>;
  onLook: (look: Look) => void;
  /** An agreement that could not be judged; it is tried again in the next round. */
  onError: (agreement: string, error: unknown) => void;
};

/** Judging takes a thirtieth of a core, and up to a tenth where a minute's rest would be too long. */
const rest = { shortestMs: 1_000, usual: 30, usualAtMostMs: 60_000, least: 10 };

/** Two years: late facts and new exclusions may still open or clear a trigger there. */
const quartersWatched = 8;
const yearsWatched = 2;

export type Watch = {
  /** Terms changed: looks again at once, or as soon as what is under way has ended. */
  again(): void;
  /** Waits for the evaluation under way. */
  stop(): Promise<void>;
};

/** Starts the loop. */
export function watch(parts: WatchParts): Watch {
  const seen = new Map<string, Seen>();
  let stopped = false;
  let isLooking = false;
  let isAskedAgain = false;
  let cancel: () => void = () => undefined;
  let round: Promise<void> = Promise.resolve();
  const turn = () => {
    isLooking = true;
    isAskedAgain = false;
    round = lookAtAll(parts, seen, () => stopped).then((workedMs) => {
      isLooking = false;
      if (!stopped) cancel = parts.clock.setTimer(turn, isAskedAgain ? 0 : restAfter(workedMs));
    });
  };
  turn();
  return {
    again() {
      isAskedAgain = true;
      if (isLooking || stopped) return;
      cancel();
      turn();
    },
    stop() {
      stopped = true;
      cancel();
      return round;
    },
  };
}

function restAfter(workedMs: number): number {
  const usualMs = Math.min(workedMs * rest.usual, rest.usualAtMostMs);
  return Math.max(rest.shortestMs, usualMs, workedMs * rest.least);
}

/** The statements that an agreement's last look was made of: quarters, then years, each newest first. */
type Seen = Statement[];

async function lookAtAll(
  parts: WatchParts,
  seen: Map<string, Seen>,
  stopped: () => boolean,
): Promise<number> {
  const started = parts.clock.monotonic();
  const { agreements, exclusions } = parts.terms();
  for (const agreement of agreements) {
    if (stopped()) break;
    if (!isInForce(parts, agreement)) continue;
    try {
      await lookAt(parts, seen, agreement, exclusions);
    } catch (error) {
      seen.delete(agreement.name);
      parts.onError(agreement.name, error);
    }
  }
  return parts.clock.monotonic() - started;
}

async function lookAt(
  parts: WatchParts,
  seen: Map<string, Seen>,
  agreement: Agreement,
  exclusions: Exclusion[],
) {
  const started = parts.clock.monotonic();
  const now = parts.clock.now();
  const judged = async (periods: string[]) => {
    const statements: Statement[] = [];
    for (const period of periods) {
      statements.push(await parts.evaluate({ agreement, exclusions, period, asOf: now }));
    }
    return statements;
  };
  const quarters = await judged(quartersSeen(agreement, now, quartersWatched));
  const years = await judged(yearsSeen(agreement, now, yearsWatched));
  const statements: Seen = [...quarters, ...years];
  const [quarter] = quarters;
  if (quarter === undefined || sameStatements(seen.get(agreement.name), statements)) return;
  if (!isInForce(parts, agreement)) return;
  const settled = await parts.settle(agreement, statements, now);
  if (!isInForce(parts, agreement)) return;
  seen.set(agreement.name, statements);
  const statement = withYearly(quarter, years[0]);
  parts.onLook({ agreement, statement, ...settled, tookMs: parts.clock.monotonic() - started });
}

/** A reload may come at any time: terms that no longer hold open no trigger and are shown to nobody. */
function isInForce({ terms }: WatchParts, agreement: Agreement): boolean {
  return terms().agreements.includes(agreement);
}

/** The evaluator gives the very same statement while nothing that it depends on has changed. */
function sameStatements(before: Seen | undefined, now: Seen): boolean {
  return before?.length === now.length && before.every((statement, at) => statement === now[at]);
}
