// From what was measured to figures and a verdict, whatever the promise is counted in.
import type { JudgedPart } from '../evaluation/statement.ts';
import { judgedClocks } from './judged-clocks.ts';
import { eventFigures, judgedEvents } from './judged-events.ts';
import { judgedLoadTest } from './judged-load-test.ts';
import { judgedMinutes, minuteFigures } from './judged-minutes.ts';
import type { JudgingInput, JudgingTerms } from './judging.ts';
import type { Measured } from './measured.ts';
import type { Tally } from './tally.ts';

/** Judges what was measured over a window (measurement.md sections 3, 4 and 6). */
export function judgeMeasured(measured: Measured, input: JudgingInput): JudgedPart {
  switch (measured.by) {
    case 'minutes':
      return judgedMinutes(measured, input);
    case 'events':
      return judgedEvents(measured, input);
    case 'clocks':
      return judgedClocks(measured, input);
    case 'load-test':
      return judgedLoadTest(measured, input);
  }
}

/**
 * Judges a tally: what `judgeMeasured` says of the window that it is the sum of, but for quantiles, which
 * need the samples.
 *
 *     judgeTally(sumTallies(hours.map((hour) => tallyOf(measured, hour))), terms).verdict;
 */
export function judgeTally(tally: Tally, terms: JudgingTerms): JudgedPart['figures'] {
  return tally.by === 'minutes' ? minuteFigures(tally, terms) : eventFigures(tally, terms);
}
