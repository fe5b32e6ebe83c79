// Where facts come from. Each kind owns the schema of its `spec`; what stands beside it is the same for all.
import { z } from 'zod';
import { duration, name, waitOf, wholeNumber } from './fields.ts';
import type { SourceSchema } from './kinds.ts';
import { kindOf } from './kind-of.ts';
import { list, part, reference } from './part.ts';
import { such } from './rule.ts';

const retry = part('retry has attempts and a delay', '{ attempts: 2, delay: 5s }', {
  attempts: wholeNumber('attempts', { min: 1, max: 10 }, 2).default(1),
  delay: waitOf('a delay', ['ms', 's', 'm'], '10m', '5s').default('5s'),
});

const noRetry = retry
  .refine(({ attempts }) => attempts === 1, {
    path: ['attempts'],
    error: such('a source that waits to be called makes one attempt', '1'),
  })
  .prefault({});

const common = {
  every: duration(['s', 'm', 'h', 'd', 'w'], '60s').default('60s'),
  measuredBy: reference('measuredBy is the id of a party', 'acme').optional(),
  retry: retry.prefault({}),
  agreeing: wholeNumber('agreeing', { min: 1, max: 100 }, 2).default(1),
};

/** A list of sources of the kinds there are. */
export function sources(kinds: readonly SourceSchema[]) {
  const schemas = kinds.map((kind) =>
    z.strictObject({
      ...{ name: name('orders-api'), type: z.literal(kind.type), ...common },
      ...(kind.retries === false ? { retry: noRetry } : {}),
      spec: kind.spec,
    }),
  );
  return list(
    'sources are a list',
    '[{ name: api, type: http, spec: { ... } }]',
    kindOf(kinds, schemas),
  ).default([]);
}
