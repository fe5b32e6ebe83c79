// The score and the credits of a statement for the terminal: the figure, what capped it, what it leaves out.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Assessment } from '@upheld/shared/evaluation/assessment';
import { displayNumber } from '@upheld/shared/exact/display';
import { ratio, readRatio } from '@upheld/shared/exact/ratio';
import { localInstant } from '@upheld/shared/triggers/local-instant';

type Score = NonNullable<Assessment['score']>;
type Credits = Extract<Assessment['credits'], { hasTable: true }>;

/** One line or a few for each; the last ends with a line end. */
export function assessmentLines({ score, credits }: Assessment, agreement: Agreement): string {
  const scored = score === null ? ['Score: none yet'] : scoreLines(score);
  const claimed = credits.hasTable
    ? creditLines(credits, agreement)
    : ['Credits: the agreement has no credit table'];
  return [...scored, ...claimed, ''].join('\n');
}

function scoreLines({ shown, band, cap, caps, withoutRecords }: Score): string[] {
  const lowest = caps.filter((one) => one.cap === cap);
  const reasons = lowest.map(({ reason, subject }) =>
    [reason.replace('-', ' '), subject?.name, subject?.period].filter(Boolean).join(' '),
  );
  return [
    `Score: ${shown === null ? 'none' : `${shown} of 100`}, ${band}${cap === null ? '' : `; at most ${cap}: ${[...new Set(reasons)].join(', ')}`}`,
    ...withoutRecords.map(
      ({ pillar, names }) => `  left out, because nobody has recorded them: ${pillar} (${names.join(', ')})`,
    ),
  ];
}

function creditLines({ claims }: Credits, { timeZone }: Agreement): string[] {
  if (claims.length === 0) return ['Credits: none proposed'];
  return claims.map(({ promise, period, state, share, atRiskCap, capped, open, deadline }) => {
    const earned =
      state === 'open' ? 'nothing is earned while it is open' : `${percent(share)} of its fees proposed`;
    const cap = capped ? `, capped at ${atRiskCap}` : '';
    const undecided =
      state === 'closed' && open.length > 0 ? ', and more may come: the verdict is undetermined' : '';
    const until = state === 'open' ? '' : `; claim by ${localInstant(deadline.at, timeZone)}`;
    return `Credits: ${promise} ${period}: ${earned}${cap}${undecided}${until}`;
  });
}

function percent(share: { num: string; den: string }): string {
  const { num, den } = readRatio(share);
  return `${displayNumber(ratio(num * 100n, den), 3)} %`;
}
