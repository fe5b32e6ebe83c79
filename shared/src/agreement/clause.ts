// Where a promise comes from (the clause: what the contract says), how both parties agreed to measure it
// (the reading), who owes it and how much it weighs.
import { httpUrl, quantity, text } from './fields.ts';
import { part, reference } from './part.ts';

export const clause = part('a clause quotes the contract', '{ section: "2.3", text: "99.9% uptime" }', {
  document: reference('a clause names the id of one of the documents', 'tpa').optional(),
  section: text('a section', '2.3').optional(),
  text: text('the text of a clause', '99.9% uptime during business hours').optional(),
  url: httpUrl('https://files.acme.example/agreement.pdf').optional(),
});

/** Null where the file has none. */
export const clauseOrNull = clause.nullable().default(null);

/** Null where the contract says how to measure. */
export const readingOrNull = text('a reading', 'Minutes in which the API answered, per calendar month.')
  .nullable()
  .default(null);

export const owedBy = reference('owedBy is the id of a party', 'acme');

export const weight = quantity('a weight', 0, 1).default(1);
