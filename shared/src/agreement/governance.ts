// Who meets and decides, on which calendar, and how exclusions are agreed.
import type { z } from 'zod';
import { legalUnits, serviceUnits } from './durations.ts';
import { duration, name, oneOf } from './fields.ts';
import { list, part, reference } from './part.ts';

const body = part(
  'a body has members and meets',
  '{ name: steering, members: [us.executive, acme.executive], meets: 1Q }',
  {
    name: name('steering'),
    members: list(
      'a body has members',
      '[us.executive, acme.executive]',
      reference('a member is the id of a party and the role of a person', 'acme.executive'),
      1,
    ),
    meets: duration(legalUnits, '1Q'),
    packSentBefore: duration(legalUnits, '5bd').optional(),
  },
);

const maintenance = part(
  'scheduled maintenance has a notice and a cap',
  '{ noticeBefore: 5bd, capPerMonth: 4h }',
  {
    noticeBefore: duration(serviceUnits, '5bd').optional(),
    capPerMonth: duration(['m', 'h', 'd'], '4h').optional(),
  },
);

const exclusions = part('exclusions say how they are approved', '{ approval: other-party }', {
  scheduledMaintenance: maintenance.optional(),
  approval: oneOf(['other-party']).default('other-party'),
});

/** `closeAfter` settles a closed period; `disputeWithin` counts from the settlement. */
export const governance = part('governance is a mapping', '{ calendar: business, bodies: [...] }', {
  calendar: reference('a calendar is named as under calendars', 'always').default('always'),
  bodies: list('bodies are a list', '[{ name: steering, members: [...], meets: 1Q }]', body).default([]),
  exclusions: exclusions.prefault({}),
  closeAfter: duration(legalUnits, '5bd').default('5bd'),
  disputeWithin: duration(legalUnits, '30d').default('30d'),
}).prefault({});

export type Governance = z.output<typeof governance>;
