// The answer of `upheld what-if` as a table: what each period was, and what it would have been.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { WhatIf, WhatIfPeriod } from '@upheld/shared/evaluation/what-if';
import { displayNumber } from '@upheld/shared/exact/display';
import { readRatio } from '@upheld/shared/exact/ratio';
import { aligned } from './columns.ts';

/** The last line ends with a line end. */
export function whatIfTable(answer: WhatIf, agreement: Agreement): string {
  const shown = columns.filter(({ name }) => name !== 'SOURCE' || hasSources(answer));
  const rows = answer.periods.map((period) => shown.map(({ cell }) => cell(period)));
  const simulated = agreement.labels['simulated'] === 'true' ? ' · SIMULATED DATA' : '';
  return [
    `${agreement.displayName} · ${answer.promise}${simulated}`,
    `as it was      ${terms(answer.was)}`,
    `what if        ${terms(answer.would)}${beside(answer.change)}`,
    '',
    ...aligned([shown.map(({ name }) => name), ...rows]),
    '',
    sum(answer),
    '',
  ].join('\n');
}

type Column = { name: string; cell(period: WhatIfPeriod): string };

const columns: Column[] = [
  { name: 'PERIOD', cell: ({ period, state }) => (state === 'open' ? `${period} to date` : period) },
  { name: 'SOURCE', cell: ({ source }) => source ?? '' },
  { name: 'WAS', cell: ({ was }) => judged(was) },
  { name: 'BAD OF ALLOWED', cell: ({ was }) => budget(was) },
  { name: 'WOULD BE', cell: ({ would }) => judged(would) },
  { name: 'BAD OF ALLOWED', cell: ({ would }) => budget(would) },
  { name: '', cell: ({ differs }) => (differs ? '<- differs' : '') },
];

function hasSources({ periods }: WhatIf): boolean {
  return periods.some(({ source }) => source !== null);
}

function terms({ op, target, calendar, formula, meaning }: WhatIf['was']): string {
  return `${op} ${target}, calendar ${calendar}: ${meaning ?? formula}`;
}

/** What the terms do not show. */
function beside({ exclusions, notMeasured }: WhatIf['change']): string {
  const words = [
    ...(exclusions === undefined ? [] : [exclusionWords[exclusions]]),
    ...(notMeasured === undefined ? [] : [`unmeasured minutes ${notMeasured}`]),
  ];
  return words.map((text) => `; ${text}`).join('');
}

const exclusionWords = {
  none: 'no exclusion acts',
  requested: 'every requested exclusion acts',
  approved: 'approved exclusions act',
};

function judged({ verdict, display }: WhatIfPeriod['was']): string {
  return display === null ? verdict : `${verdict} ${display}`;
}

function budget({ budget: given }: WhatIfPeriod['was']): string {
  return given === null ? '-' : `${given.consumed} of ${displayNumber(readRatio(given.allowed), 1)}`;
}

function sum({ periods, differing }: WhatIf): string {
  const count = periods.length === 1 ? 'the one period' : `${differing} of ${periods.length} periods`;
  if (differing === 0) return 'No verdict would have been another.';
  return `The verdict would have been another in ${count}.`;
}
