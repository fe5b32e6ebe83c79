// Exclusions: stretches of time that do not count, or count as good, once the other party agrees
// (measurement.md section 3).
import { apiVersion } from './document.ts';
import { instant, name, oneOf, text } from './fields.ts';
import { list, part, reference } from './part.ts';
import { such } from './rule.ts';

const example = '2026-08-12T12:30:00-04:00';

const decision = part(
  'a request or approval has a party, a person and an instant',
  '{ party: acme, by: Tom Falk, at: ... }',
  {
    party: reference('a party is named by its id', 'acme'),
    by: text('the name of a person', 'Tom Falk'),
    at: instant('at', example),
  },
);

const window = part('a window has two instants', `{ from: 2026-08-12T11:00:00-04:00, to: ${example} }`, {
  from: instant('from', '2026-08-12T11:00:00-04:00'),
  to: instant('to', example),
}).refine(({ from, to }) => from < to, {
  path: ['to'],
  error: such('a window ends after it begins', example),
});

/** The schema of an Exclusion document. */
export const exclusionDocument = part(
  'an exclusion has apiVersion, kind, metadata and spec',
  '{ kind: Exclusion, ... }',
  {
    apiVersion,
    kind: oneOf(['Exclusion']),
    metadata: part('metadata has a name', '{ name: maintenance-2026-08-12 }', {
      name: name('maintenance-2026-08-12'),
    }),
    spec: part('the spec of an exclusion is a mapping', '{ agreement: acme, category: force-majeure, ... }', {
      agreement: reference('an exclusion names its agreement', 'acme'),
      category: oneOf(['scheduled-maintenance', 'force-majeure', 'caused-by-other-party']),
      window,
      sources: list(
        'sources are a list',
        '[orders-api]',
        reference('a source is named as in the agreement', 'orders-api'),
        1,
      )
        .nullable()
        .default(null),
      effect: oneOf(['remove', 'count-good']),
      reason: text('a reason', 'Database upgrade'),
      requestedBy: decision,
      approvedBy: decision.nullable().default(null),
    }),
  },
);
