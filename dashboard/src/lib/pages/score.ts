// The score of an agreement with everything that it says why: mean, caps, pillars, what it leaves out. Pure.
import type { AgreementResponse } from '@upheld/shared/api/responses';
import { displayNumber } from '@upheld/shared/exact/display';
import { readRatio } from '@upheld/shared/exact/ratio';
import { joined, midSentence, readable, sentenceCase } from '../words/names.ts';
import { sharePercent } from '../words/number.ts';
import { periodLabel } from '../words/period.ts';

type Score = NonNullable<AgreementResponse['assessment']['score']>;
type Cap = Score['caps'][number];
type Range = NonNullable<Score['mean']>;

const bandWords: Record<Score['band'], string> = {
  good: 'Good',
  meets: 'Meets what was promised',
  'requires improvement': 'Requires improvement',
  inadequate: 'Inadequate',
  'not scoreable': 'Not scoreable',
};

const reasonWords: Record<Cap['reason'], string> = {
  missed: 'Missed',
  'not-measured': 'Could not be determined',
  repeated: 'Not met in the period before either',
  critical: 'Worse than its critical value, or not known to be better',
  'cure-open': 'A notice to cure is open',
  'cure-expired': 'The time to cure is over',
};

export type ScoreView = ReturnType<typeof scoreView>;

/** Null where nothing that was promised has begun. */
export function scoreView(score: AgreementResponse['assessment']['score'], open: boolean) {
  if (score === null) return null;
  return {
    headline: headlineOf(score, open ? ' so far' : ''),
    reasons: [meanSentence(score), capSentence(score), measuredSentence(score)].filter(
      (said) => said !== null,
    ),
    caps: capRows(score),
    pillars: score.pillars.map(({ pillar, weight, attainment, measuredShare }) => ({
      name: readable(pillar),
      weight: displayNumber(readRatio(weight), 1),
      attainment: attainment === null ? 'takes no part' : rangeWords(attainment),
      measured: measuredShare === null ? '' : sharePercent(measuredShare, 1),
    })),
    leftOut: score.withoutRecords.map(({ pillar, names }) => {
      const what = joined(names.map(midSentence), names.length);
      return `Left out of ${pillar}, because nobody has recorded it: ${what}.`;
    }),
  };
}

function headlineOf({ shown, band }: Score, soFar: string): string {
  if (shown === null) return 'Not scoreable: nothing that was promised counts in this period.';
  if (band !== 'not scoreable') return `${bandWords[band]}${soFar}: ${shown} of 100.`;
  return `Not scoreable${soFar}: too little of what was promised was measured. By what was, it is at least ${shown} of 100.`;
}

function meanSentence({ mean }: Score): string | null {
  if (mean === null) return null;
  const range = rangeWords(mean);
  const low = range.includes(' to ') ? ' The low end counts, because what is not known may be bad.' : '';
  return `The weighted mean of the pillars is ${range}, where 70 is exactly what was promised.${low}`;
}

/** Whether a cap or the mean decided; the caps themselves are listed below it. */
function capSentence({ cap, mean, final }: Score): string | null {
  if (cap === null || mean === null || final === null) return null;
  const held = displayNumber(readRatio(mean.low), 3) !== displayNumber(readRatio(final), 3);
  return held
    ? `It is held at ${cap}: no strength pays for a promise that was not met.`
    : `It may be ${cap} at most, because of promises that were not met; the mean is lower than that.`;
}

function measuredSentence({ measuredShare, band }: Score): string | null {
  if (measuredShare === null || band !== 'not scoreable') return null;
  return `${sharePercent(measuredShare, 1)} of the weight was measured; a score needs 80 %.`;
}

/** One row a cap and reason, the lowest cap first. */
function capRows({ caps }: Score) {
  const groups = Map.groupBy(caps, ({ cap, reason }) => `${cap} ${reason}`);
  return [...groups.values()]
    .flatMap((group) => group.slice(0, 1).map((first) => ({ first, group })))
    .toSorted((a, b) => a.first.cap - b.first.cap)
    .map(({ first: { cap, reason }, group }) => {
      const subjects = [...new Set(group.map(subjectWords))];
      return { cap, reason: reasonWords[reason], about: sentenceCase(subjects.join('; ')) };
    });
}

function subjectWords({ subject }: Cap): string {
  if (subject === null) return 'the agreement';
  const { name, period, source } = subject;
  const of = source === null ? '' : ` of ${source}`;
  return `${midSentence(name)}${of}${period === null ? '' : `, ${periodLabel(period)}`}`;
}

/** Cut down, as the score is: `74.7 to 78.5`, or one number where nothing is in doubt. */
function rangeWords({ low, high }: Range): string {
  const [from, to] = [low, high].map((end) => displayNumber(readRatio(end), 1));
  return from === to ? `${from}` : `${from} to ${to}`;
}
