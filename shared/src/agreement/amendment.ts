// Amendments: changes of an agreement that both parties sign, in force from a date on (measurement.md section 4).
import { z } from 'zod';
import type { Amendment, Party } from './agreement.ts';
import { apiVersion } from './document.ts';
import { instant, localDate, name, oneOf, text } from './fields.ts';
import { list, part, reference } from './part.ts';
import { such } from './rule.ts';

const changeExample = '{ path: objectives.uptime.objective.target, from: 99.9%, to: 99.95% }';

const oneSideRule = such('a change has what stands there (from), what comes (to), or both', changeExample);

const change = part('a change has a path, from and to', changeExample, {
  path: text('a path', 'objectives.uptime.objective.target'),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
}).refine(({ from, to }) => (from ?? to ?? null) !== null, oneSideRule);

const signature = part(
  'a signature has a party, a person and an instant',
  '{ party: acme, by: Tom Falk, at: ... }',
  {
    party: reference('a party is named by its id', 'acme'),
    by: text('the name of a person', 'Tom Falk'),
    at: instant('at', '2026-06-12T09:30:00+02:00'),
  },
);

/** The schema of an Amendment document. Whether its changes fit the agreement is amended.ts. */
export const amendmentDocument = part(
  'an amendment has apiVersion, kind, metadata and spec',
  '{ kind: Amendment, ... }',
  {
    apiVersion,
    kind: oneOf(['Amendment']),
    metadata: part('metadata has a name', '{ name: acme-a1 }', { name: name('acme-a1') }),
    spec: part(
      'the spec of an amendment is a mapping',
      '{ agreement: acme, effective: { from: 2026-07-16 }, ... }',
      {
        agreement: reference('an amendment names its agreement', 'acme'),
        effective: part('effective has a first date', '{ from: 2026-07-16 }', {
          from: localDate('from', '2026-07-16'),
        }),
        changes: list('an amendment has changes', `[${changeExample}]`, change, 1),
        signatures: list(
          'signatures are a list',
          '[{ party: acme, by: Tom Falk, at: ... }]',
          signature,
        ).default([]),
      },
    ),
  },
);

/** The ids of the parties that have not signed. An amendment acts once there are none. */
export function missingSignatures(
  { signatures }: Amendment,
  parties: readonly Pick<Party, 'id'>[],
): string[] {
  return parties.map(({ id }) => id).filter((id) => !signatures.some(({ party }) => party === id));
}
