// What may become of an open period: how fast its budget burns, where it is heading, and whether that puts it
// at risk (measurement.md section 4).
import type { Instant } from '../time/instant.ts';
import { burnOf } from './burn.ts';
import type { RunningPart } from './burn.ts';
import { runsAt } from './burn-window.ts';
import { forecastOf } from './forecast.ts';
import type { Outlook, PartStatement } from './statement.ts';

/** A part of a period as it was measured and judged. */
export type JudgedRunning = RunningPart & { statement: PartStatement };

/**
 * The outlook of a period from its parts, in order. It is that of the part that runs: parts that are over
 * weigh by their verdicts only, those to come not at all.
 */
export function outlookOf(parts: JudgedRunning[], asOf: Instant): Outlook {
  const running = parts.find(({ part }) => runsAt(part, asOf));
  if (running === undefined) return { burn: [], forecast: null, atRisk: false };
  const burn = burnOf(running);
  if (parts.some(({ statement }) => isMissedForGood(statement, asOf))) {
    return { burn, forecast: null, atRisk: false };
  }
  const forecast = forecastOf(running.measured, running.part.promised.judging, asOf);
  const fires = burn.some(({ state }) => state === 'firing');
  return { burn, forecast, atRisk: fires || forecast?.misses === true };
}

function isMissedForGood({ irrecoverable, verdict, end }: PartStatement, asOf: Instant): boolean {
  return irrecoverable || (verdict === 'missed' && end <= asOf);
}
