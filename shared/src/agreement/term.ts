// When the agreement counts, how it renews and ends, and the documents that it stands on.
import { z } from 'zod';
import { legalUnits } from './durations.ts';
import { duration, httpUrl, localDate, name, text } from './fields.ts';
import { list, part } from './part.ts';
import { such } from './rule.ts';

const from = localDate('from', '2026-01-01').refine(
  (date) => date >= '1900' && date < '3000',
  such('from lies between 1900 and 2999', '2026-01-01'),
);

export const effective = part('effective has a first date', '{ from: 2026-01-01 }', {
  from,
  until: localDate('until', '2028-12-31').optional(),
}).refine(({ from, until }) => until === undefined || until >= from, {
  path: ['until'],
  error: such('until is the last date and not before from', '2028-12-31'),
});

const document = part(
  'a document has an id and a title',
  '{ id: tpa, title: Technology Partner Agreement }',
  {
    id: name('tpa'),
    title: text('a title', 'Technology Partner Agreement'),
    url: httpUrl('https://files.acme.example/tpa.pdf').optional(),
  },
);

export const documents = list('documents are a list', '[{ id: tpa, title: ... }]', document).default([]);

const renewal = part('a renewal has a length', '{ every: 1Y, automatic: true }', {
  every: duration(legalUnits, '1Y'),
  automatic: z.boolean(such('automatic is true or false', 'true')).default(false),
});

const notice = part('notices have lengths', '{ convenience: 180d, cause: 60d }', {
  convenience: duration(legalUnits, '180d').optional(),
  cause: duration(legalUnits, '60d').optional(),
});

export const term = part(
  'a term has a renewal and notices',
  '{ renewal: { every: 1Y }, notice: { cause: 60d } }',
  {
    renewal: renewal.optional(),
    notice: notice.optional(),
  },
);

export type Documents = z.output<typeof documents>;
export type Term = z.output<typeof term>;
