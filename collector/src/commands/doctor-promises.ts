// What is promised of the tickets of a desk, in words: how long each severity may take, what that comes to on its
// calendar, and which clocks stand still while a ticket waits.
import type { Agreement, Severity, SupportMatrix } from '@upheld/shared/agreement/agreement';
import { calendarOf } from '@upheld/shared/evaluation/named-parts';
import { responseMeaning } from '@upheld/shared/tickets/response-meaning';
import { listed } from './paragraph.ts';

/** One for each severity: `"issues" promises for severity 1: a first response within 2 h, around the clock.` */
export function promiseSentences(matrix: SupportMatrix, agreement: Agreement): string[] {
  const { name, severities } = matrix;
  return [
    ...severities.map((severity) => {
      const promised = promisedFor(severity, agreement).join('; ');
      return `"${name}" promises for severity ${severity.level}: ${promised}.`;
    }),
    ...waitingSentence(matrix),
  ];
}

function promisedFor(severity: Severity, agreement: Agreement): string[] {
  const { firstResponse, updateEvery, resolution } = severity;
  const calendar = calendarOf(agreement, severity.calendar);
  const timed = (words: string, duration: string | undefined) =>
    duration === undefined ? [] : [`${words} ${responseMeaning(duration, calendar)}`];
  return [
    ...timed('a first response within', firstResponse),
    ...timed('an update every', updateEvery),
    ...timed('a resolution within', resolution),
  ];
}

/** A first response never waits. */
function waitingSentence({ name, severities, waitingOnReporterPauses: pauses }: SupportMatrix): string[] {
  const promised = [
    ...(severities.some(({ updateEvery }) => updateEvery !== undefined) ? ['updates' as const] : []),
    ...(severities.some(({ resolution }) => resolution !== undefined) ? ['resolution' as const] : []),
  ];
  if (promised.length === 0) return [];
  const paused = promised.filter((clock) => pauses.includes(clock));
  const clocks = paused.length === 0 ? 'no clock stands' : `the clocks of ${listed(paused)} stand`;
  return [`Of "${name}" ${clocks} still while a ticket waits for its reporter.`];
}
