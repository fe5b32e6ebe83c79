// Triggers: what calls for attention, and what is to happen then.
import { z } from 'zod';
import { name, oneOf } from './fields.ts';
import { kindOf } from './kind-of.ts';
import type { TriggerSchema } from './kinds.ts';
import { list, part, reference } from './part.ts';

const body = reference('a body is named as under governance.bodies', 'working-group');

const then = part('then says what a trigger leads to', '{ class: minor, notify: [working-group] }', {
  state: oneOf(['at-risk']).optional(),
  class: oneOf(['minor', 'major', 'material-candidate']).optional(),
  require: oneOf(['corrective-action-plan']).optional(),
  notify: list('notify is a list of bodies', '[working-group]', body).optional(),
  escalateTo: body.optional(),
});

/** A list of triggers of the kinds there are; without one, an agreement has those of default-triggers.ts. */
export function triggers(kinds: readonly TriggerSchema[]) {
  const schemas = kinds.map((kind) => z.strictObject({ ...kind.when.shape, type: z.literal(kind.type) }));
  const trigger = part('a trigger is a mapping', '{ name: missed, when: { type: missed } }', {
    name: name('missed'),
    when: kindOf(kinds, schemas),
    then: then.prefault({}),
  });
  return list('triggers are a list', '[{ name: missed, when: { type: missed } }]', trigger).optional();
}
