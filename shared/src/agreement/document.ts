// The document of an agreement, put together from its parts and from the kinds there are.
import { z } from 'zod';
import type { Amended, Terms } from './agreement.ts';
import { calendars } from './calendars.ts';
import { correctiveAction } from './corrective-action.ts';
import { credits } from './credits.ts';
import { name, oneOf, text, timeZone, wholeNumber } from './fields.ts';
import { governance } from './governance.ts';
import { kpis } from './kpis.ts';
import { objectives } from './objectives.ts';
import { obligations } from './obligations.ts';
import { part } from './part.ts';
import { parties } from './parties.ts';
import { score } from './score.ts';
import { sources } from './sources.ts';
import { support } from './support.ts';
import { documents, effective, term } from './term.ts';
import { triggers } from './triggers.ts';
import type { Kinds } from './kinds.ts';
import type { CorrectiveAction } from './corrective-action.ts';
import type { Credits } from './credits.ts';
import type { Governance } from './governance.ts';
import type { Kpis } from './kpis.ts';
import type { Obligations } from './obligations.ts';
import type { Score } from './score.ts';
import type { Documents, Term } from './term.ts';

/** Everything that the file says: what evaluation needs, and what later stages will read. */
export type FullTerms = Terms & {
  documents: Documents;
  term?: Term | undefined;
  credits?: Credits | undefined;
  correctiveAction?: CorrectiveAction | undefined;
  governance: Governance;
  obligations: Obligations;
  kpis: Kpis;
  score: Score;
};

export type FullAgreement = FullTerms & { amended: Amended<FullTerms>[] };

/** The first key of every document. */
export const apiVersion = oneOf(['upheld/v1']);

/** The schema of an Agreement document under these kinds. */
export function agreementDocument(kinds: Kinds) {
  return part('an agreement has apiVersion, kind, metadata and spec', '{ kind: Agreement, ... }', {
    apiVersion,
    kind: oneOf(['Agreement']),
    metadata: part('metadata has a name', '{ name: acme }', {
      name: name('acme'),
      displayName: text('a display name', 'Us x Acme').optional(),
      labels: z.record(z.string(), text('a label', 'strategic')).default({}),
    }),
    spec: part('the spec of an agreement is a mapping', '{ effective: { from: 2026-01-01 }, ... }', {
      documents,
      effective,
      timeZone: timeZone('Europe/Berlin'),
      fiscalYearStart: wholeNumber('the first month of the fiscal year', { min: 1, max: 12 }, 4).default(1),
      term: term.optional(),
      parties,
      calendars,
      sources: sources(kinds.sources),
      objectives: objectives(kinds.indicators),
      support,
      credits: credits.optional(),
      triggers: triggers(kinds.triggers),
      correctiveAction: correctiveAction.optional(),
      governance,
      obligations,
      kpis,
      score,
    }),
  });
}
