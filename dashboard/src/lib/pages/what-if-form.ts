// The form of "what if": which terms of a promise may be imagined otherwise, what they are now, and what was
// wrong with what somebody asked. Pure.
import type { PartStatement, PromiseStatement, TermsStatement } from '@upheld/shared/evaluation/statement';

export type FieldName = 'target' | 'threshold' | 'calendar' | 'exclusions' | 'notMeasured' | 'last';
export type Field = {
  name: FieldName;
  label: string;
  hint: string;
  value: string;
  fault: string | null;
  /** Null where it is written, not chosen. */
  options: { value: string; label: string }[] | null;
};
type Question = Omit<Field, 'value' | 'fault'>;

const fieldNames: FieldName[] = ['target', 'threshold', 'calendar', 'exclusions', 'notMeasured', 'last'];
const unmeasured = {
  undetermined: 'undetermined where they could turn it',
  good: 'count as good',
  bad: 'count as bad',
};

/** The fields that fit the promise, filled with what the address says. */
export function whatIfForm(
  promise: PromiseStatement,
  asked: URLSearchParams,
  refused: string | null,
): Field[] {
  const faults = faultsByField(refused);
  return questionsOf(promise.periods.at(-1)?.parts.at(-1)).map((question) => ({
    ...question,
    value: asked.get(question.name) ?? '',
    fault: faults.get(question.name) ?? null,
  }));
}

/** What the address asks, without fields that were left empty; null where it imagines nothing. */
export function questionOf(asked: URLSearchParams): URLSearchParams | null {
  const filled = fieldNames.flatMap((name): [string, string][] => {
    const value = asked.get(name)?.trim() ?? '';
    return value === '' ? [] : [[name, value]];
  });
  return filled.some(([name]) => name !== 'last') ? new URLSearchParams(filled) : null;
}

/** The refusal that is about no field. */
export function otherFault(refused: string | null): string | null {
  return refused !== null && faultsByField(refused).size === 0 ? refused : null;
}

function questionsOf(part: PartStatement | undefined): Question[] {
  if (part === undefined || part.inputs.by === 'load-test') return [];
  const { terms, inputs } = part;
  const threshold = thresholdNow(terms.indicator);
  const isProbed = inputs.by === 'minutes' || inputs.by === 'events';
  return [
    written('target', 'Target', `now ${terms.target}`),
    ...(threshold === null ? [] : [written('threshold', threshold.label, `now ${threshold.now}`)]),
    written(
      'calendar',
      'Calendar',
      `now ${terms.calendar}; another of the agreement${terms.calendar === 'always' ? '' : ', or always'}`,
    ),
    ...(isProbed ? [exclusionsQuestion] : []),
    ...(inputs.by === 'minutes' ? [notMeasuredQuestion(terms.notMeasured)] : []),
    written('last', 'Periods', 'how many of the last ones that have ended, 1 to 36; 4 where it is empty'),
  ];
}

const exclusionsQuestion: Question = {
  ...{ name: 'exclusions', label: 'Exclusions', hint: 'now those that both parties approved' },
  options: [
    { value: '', label: 'as they are' },
    { value: 'none', label: 'none acts' },
    { value: 'requested', label: 'all act that were asked for' },
  ],
};

function notMeasuredQuestion(now: keyof typeof unmeasured): Question {
  return {
    ...{ name: 'notMeasured', label: 'Unmeasured minutes', hint: `now ${unmeasured[now]}` },
    options: [
      { value: '', label: 'as they are' },
      ...Object.entries(unmeasured).map(([value, label]) => ({ value, label })),
    ],
  };
}

function written(name: FieldName, label: string, hint: string): Question {
  return { name, label, hint, options: null };
}

function thresholdNow(indicator: TermsStatement['indicator']): { label: string; now: string } | null {
  const { threshold, within } = indicator;
  if (typeof threshold === 'string') return { label: 'Threshold', now: threshold };
  return typeof within === 'string' ? { label: 'Time to do it', now: within } : null;
}

/** The collector names the field before each fault: `target: got 999%; a target is ...; threshold: got ...`. */
function faultsByField(refused: string | null): Map<string, string> {
  if (refused === null) return new Map();
  const places = [...refused.matchAll(/(?:^|; )(target|threshold|calendar|exclusions|notMeasured|last): /g)];
  if (places.length === 0) return faultByWords(refused);
  return new Map(
    places.map((match, index) => {
      const from = match.index + match[0].length;
      const text = refused.slice(from, places[index + 1]?.index);
      return [match[1] ?? '', text.replace(/; such as \?.*$/, '')];
    }),
  );
}

/** Some rules are known only once the agreement is: their faults name the field in a sentence. */
function faultByWords(refused: string): Map<string, string> {
  if (/has no calendar /.test(refused)) return new Map([['calendar', refused]]);
  return new Map(/how many periods/.test(refused) ? [['last', refused]] : []);
}
