// Who hears of counted traffic: the counters, and the log, which says once what somebody has to mend.
import type { CollectParts } from './collect/collect.ts';
import type { TrafficRound } from './collect/traffic-round.ts';
import { reportFailures, type Failures } from './failures.ts';
import type { Logger } from './log.ts';
import type { Instruments } from './metrics/instruments.ts';
import { countTraffic } from './metrics/record.ts';

export type TrafficObserverParts = { log: Logger; failures: Failures; instruments: Instruments };

const hour = 3_600_000;

/** Nothing has been read yet. */
export function observeTraffic({
  log,
  failures,
  instruments,
}: TrafficObserverParts): CollectParts['onTraffic'] {
  const warnings = reportFailures({ error: (line) => log.warn(line), info: (line) => log.info(line) });
  return (target, round) => {
    const { key } = target;
    countTraffic(instruments, target, round);
    for (const { given, kept } of round.conflicts) log.warn({ event: 'conflict', given, kept });
    const [failure] = round.unread;
    if (failure !== undefined) failures.failed(`reading ${key}`, failure.words);
    else if (round.kept > 0 || round.isComplete) failures.worked(`reading ${key}`);
    if (round.kept === 0 && !round.isComplete) return;
    failures.worked(key);
    reportComplaint(warnings, `counting ${key}`, round);
    reportHistory(warnings, `history of ${key}`, round);
  };
}

/** An hour without counts is a fact and is kept; that every hour is like that is worth mending. */
function reportComplaint(warnings: Failures, what: string, { kept, complaint }: TrafficRound): void {
  if (complaint !== null) warnings.failed(what, complaint);
  else if (kept > 0) warnings.worked(what);
}

function reportHistory(warnings: Failures, what: string, { history }: TrafficRound): void {
  if (history === null) return;
  const { keptMs, wantedMs } = history;
  if (keptMs >= wantedMs) warnings.worked(what);
  else {
    const told = `it keeps ${inWords(keptMs)} of what it counts, and periods of up to ${inWords(wantedMs)} are judged or read back`;
    warnings.failed(what, `${told}; hours that are older when somebody asks for them stay not measured`);
  }
}

/** Rounded to whole days or hours: words that changed each round would be said each round. */
function inWords(milliseconds: number): string {
  const hours = Math.round(milliseconds / hour);
  return hours >= 48 ? `${Math.round(hours / 24)} days` : `${hours} hours`;
}
