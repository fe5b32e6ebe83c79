// Amendments that a party has not signed: they stand in the folder and change nothing (measurement.md section 4).
import type { Agreement, Amendment } from '../agreement/agreement.ts';
import { missingSignatures } from '../agreement/amendment.ts';
import { listed } from './figures.ts';
import type { Finding } from './warning.ts';

/** What there is to say of an amendment; `agreement` is the one that it amends. */
export function unsigned(amendment: Amendment, { parties }: Pick<Agreement, 'parties'>): Finding[] {
  const missing = missingSignatures(amendment, parties);
  const [first] = parties.filter(({ id }) => missing.includes(id));
  if (first === undefined) return [];
  const { accountable } = first.people;
  return [
    {
      path: 'signatures',
      clause: null,
      why: `${listed(missing)} ${missing.length === 1 ? 'has' : 'have'} not signed this, so it does not act`,
      proposal: `- { party: ${first.id}, by: ${accountable.name}, at: ... } # under signatures`,
    },
  ];
}
