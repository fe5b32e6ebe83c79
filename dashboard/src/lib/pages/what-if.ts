// "What if the terms had been others?": the answer of the collector in words, period by period. Pure.
import type { ObjectiveResponse, WhatIfResponse } from '@upheld/shared/api/responses';
import type { WhatIfPeriod } from '@upheld/shared/evaluation/what-if';
import { joined, midSentence, readable } from '../words/names.ts';
import { counted } from '../words/number.ts';
import { periodLabel } from '../words/period.ts';
import { displayWords, targetWords } from '../words/promise.ts';
import { objectiveHref } from './links.ts';
import { otherFault, whatIfForm } from './what-if-form.ts';

type WhatIf = WhatIfResponse['whatIf'];
export type WhatIfAnswer = ReturnType<typeof answerOf>;

/** `answer` and `refused` are null where nothing was asked. */
export function whatIfPage(
  { agreement, promise }: ObjectiveResponse,
  asked: URLSearchParams,
  { answer, refused }: { answer: WhatIf | null; refused: string | null },
) {
  return {
    name: readable(promise.name),
    href: objectiveHref(agreement.id, promise.name, {}),
    now: `${targetWords(promise)}, ${promise.formula}`,
    fields: whatIfForm(promise, asked, refused),
    fault: otherFault(refused),
    answer: answer && answerOf(agreement.id, answer),
  };
}

function answerOf(id: string, whatIf: WhatIf) {
  const { periods, differing, promise } = whatIf;
  const imagined = joined(imaginedWords(whatIf), 9);
  const other = differing === 1 ? 'another' : 'others';
  const changed =
    differing === 0
      ? 'no verdict would have been another'
      : `${differing} of ${counted(periods.length, 'verdict')} would have been ${other}`;
  return {
    headline: `With ${imagined}, ${changed} for ${midSentence(promise)}.`,
    bySource: periods.some(({ source }) => source !== null),
    rows: periods.map((period) => rowOf(id, promise, period)),
  };
}

/** What was imagined, in the order of the form. */
function imaginedWords({ change, would }: WhatIf): string[] {
  const { target, threshold, calendar, exclusions, notMeasured } = change;
  return [
    target === undefined ? '' : `a target of ${targetWords(would)}`,
    threshold === undefined ? '' : `a limit of ${threshold}`,
    calendar === undefined ? '' : `the calendar “${calendar}”`,
    exclusions === undefined ? '' : exclusionWords[exclusions],
    notMeasured === undefined ? '' : `unmeasured minutes counted as ${notMeasured}`,
  ].filter((words) => words !== '');
}

const exclusionWords = {
  none: 'no exclusion acting',
  requested: 'every exclusion acting that was asked for',
  approved: 'the approved exclusions acting',
};

function rowOf(id: string, promise: string, { period, source, state, was, would, differs }: WhatIfPeriod) {
  return {
    key: `${period} ${source ?? ''}`,
    period: `${periodLabel(period)}${state === 'open' ? ' so far' : ''}`,
    source,
    href: objectiveHref(id, promise, { period, source }),
    was: { verdict: was.verdict, value: displayWords(was.display) ?? 'none' },
    would: { verdict: would.verdict, value: displayWords(would.display) ?? 'none' },
    differs,
  };
}
