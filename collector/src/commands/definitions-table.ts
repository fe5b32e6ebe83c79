// The answer of `upheld definitions` as tables: a row for each definition, the contract's own marked.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { DefinitionsStatement, DefinitionStatement } from '@upheld/shared/evaluation/definitions';
import { aligned, widthsOf } from './columns.ts';

type Period = DefinitionsStatement['periods'][number];
type Part = Period['parts'][number];

/** The last line ends with a line end. */
export function definitionsTable(answer: DefinitionsStatement, agreement: Agreement): string {
  const simulated = agreement.labels['simulated'] === 'true' ? ' · SIMULATED DATA' : '';
  const rows = answer.periods.flatMap(({ parts }) =>
    parts.flatMap(({ definitions }) => definitions.map(row)),
  );
  const widths = widthsOf([header, ...rows]);
  return [
    `${agreement.displayName} · ${answer.promise} · ${answer.period}${simulated}`,
    '',
    ...aligned([header], widths),
    ...answer.periods.flatMap((period) => periodLines(period, agreement, widths)),
    '',
    '* the definition of the contract',
    ...explained(answer).flatMap(({ name, formula, unmeasured }) => [
      '',
      name,
      `  ${formula}`,
      `  ${unmeasured}`,
    ]),
    '',
  ].join('\n');
}

const header = ['DEFINITION', 'VALUE', 'VERDICT', 'COUNTED'];

function row(definition: DefinitionStatement): string[] {
  const { name, isContract, display, verdict } = definition;
  return [`${isContract ? '*' : ' '} ${name}`, display ?? '-', verdict, counted(definition)];
}

const words = {
  check: { good: 'good', bad: 'bad', sum: (parts: string) => `${parts} checks` },
  request: { good: 'good', bad: 'bad', sum: (parts: string) => `${parts} requests` },
  minute: { good: 'good', bad: 'bad', sum: (parts: string) => `${parts} minutes` },
  'five-minute interval': {
    good: 'all good',
    bad: 'with bad checks',
    sum: (parts: string) => `five-minute intervals: ${parts}`,
  },
};

/** What counted, with what is nothing left out. */
function counted({ counts: { unit, good, bad, unmeasured, tooFew = 0 } }: DefinitionStatement): string {
  const own = words[unit];
  const parts = Object.entries({ [own.good]: good, [own.bad]: bad, unmeasured });
  const shown = parts.filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
  if (shown.length === 0) return `no ${unit} counts`;
  const sum = own.sum(shown.join(' + '));
  return tooFew === 0 ? sum : `${sum}, ${tooFew} with too few checks to be bad`;
}

function periodLines({ period, source, state, parts }: Period, agreement: Agreement, widths: number[]) {
  const name = [period, ...(source === null ? [] : [source]), ...(state === 'open' ? ['to date'] : [])];
  if (parts.length === 0) return ['', `${name.join(' ')}: the agreement does not count in it`];
  return parts.flatMap((part) => {
    const from = parts.length === 1 ? '' : ` from ${dateOf(part.start, agreement)}`;
    const { op, target } = part.terms;
    const heading = `${name.join(' ')}${from}, promised ${op} ${target}: ${part.formula}`;
    return ['', heading, ...aligned(part.definitions.map(row), widths)];
  });
}

function dateOf(at: number, { timeZone }: Agreement): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** Every definition once: what they mean is said below the figures. */
function explained({ periods }: DefinitionsStatement): Part['definitions'] {
  return periods.flatMap(({ parts }) => parts).at(-1)?.definitions ?? [];
}
