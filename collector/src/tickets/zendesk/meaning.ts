// What the words of a Zendesk mean: which tickets are the partner's, which severity and standing they have.
import { oneOf, wholeNumber } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { severityWords } from '../severity-words.ts';
import type { Standing } from '../standing.ts';
import type { ZendeskTicket } from './records.ts';

/** The id of something in a Zendesk. */
const zendeskId = wholeNumber('an id', { min: 1, max: Number.MAX_SAFE_INTEGER }, 360_004_285_937);

export const zendeskIds = (what: string, min = 0) =>
  list(`${what} are ids`, '[360004285937]', zendeskId, min);

const tagRule = such('a tag is one word', 'acme');
const tags = list('tags are a list', '[acme]', z.string(tagRule).regex(/^\S{1,255}$/, tagRule));

/** `only` of a spec: which tickets are the partner's. Each field that is there has to hold. */
export const zendeskOnly = part(
  'only names organizations, brands or tags',
  '{ organizations: [360004285937] }',
  {
    organizations: zendeskIds('organizations', 1).optional(),
    brands: zendeskIds('brands', 1).optional(),
    /** One of them is enough. */
    tags: tags.min(1, such('tags has one at least', '[acme]')).optional(),
  },
).prefault({});

const example = '{ by: priority, map: { urgent: 1, high: 2, normal: 3, low: 4 } }';

/** `severity` of a spec: by the priority, or by a custom field that is named by its id. */
export const zendeskSeverity = part('severity says where it stands and what it means', example, {
  by: oneOf(['priority', 'custom-field']),
  field: zendeskId.optional(),
  ...severityWords('{ urgent: 1, high: 2 }'),
}).refine(({ by, field }) => (by === 'custom-field') === (field !== undefined), {
  path: ['field'],
  error: such('field is the id of the custom field, where severity goes by one', '360004285937'),
});

const statuses = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const;
const status = z.union([z.enum(statuses), zendeskId], {
  error: such(`a status is one of ${statuses.join(', ')}, or the id of a custom status`, 'pending'),
});

/** Statuses by their words, or custom ones by their ids. */
export const zendeskStatuses = (min: number) => list('statuses are a list', '[pending]', status, min);

export type MeaningTerms = {
  only: z.output<typeof zendeskOnly>;
  waiting: (string | number)[];
  resolved: (string | number)[];
};

/** Whether a ticket is the partner's, as it is now. */
export function isOurs(ticket: ZendeskTicket, { only }: Pick<MeaningTerms, 'only'>): boolean {
  const { organizations, brands, tags: words } = only;
  return (
    (organizations === undefined || organizations.some((one) => one === ticket.organization_id)) &&
    (brands === undefined || brands.some((one) => one === ticket.brand_id)) &&
    (words === undefined || words.some((word) => ticket.tags.includes(word)))
  );
}

/** A status and the custom status within it, each as text; '' where there is none. */
export type ZendeskStatus = { status: string; custom: string };

/** A custom status that is named goes before the one it belongs to; what is named nowhere is open. */
export function standingOf(
  { status, custom }: ZendeskStatus,
  terms: Pick<MeaningTerms, 'waiting' | 'resolved'>,
): Standing {
  for (const word of [custom, status]) {
    if (terms.resolved.map(String).includes(word)) return 'resolved';
    if (terms.waiting.map(String).includes(word)) return 'waiting';
  }
  return 'open';
}
