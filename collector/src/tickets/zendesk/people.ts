// Who speaks in a Zendesk. Only those whose side is told by nothing else are looked up, by their ids.
import { oneOf } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import type { Actor } from '@upheld/shared/facts/ticket-event';
import type { z } from 'zod';
import { pageSize, type AskZendesk } from './desk.ts';
import { zendeskIds } from './meaning.ts';
import { userList, type Via } from './records.ts';

const roles = ['agent', 'admin'] as const;

/** `supplier` of a spec: who answers for the supplier, by id, by role, or by their own organization. */
export const zendeskSupplier = part(
  'supplier has roles, users or organizations',
  '{ roles: [agent, admin] }',
  {
    users: zendeskIds('users').default([]),
    roles: list('roles are a list', '[agent, admin]', oneOf(roles)).default(['agent', 'admin']),
    organizations: zendeskIds('organizations').default([]),
  },
).prefault({});

export type PeopleTerms = { supplier: z.output<typeof zendeskSupplier>; bots: number[] };

/** Null where the account is gone. */
type Person = { role: string; organization: number | null } | null;

/** Those that were looked up, for one synchronisation. */
export type People = Map<number, Person>;

/** Who wrote something, how it came, and who had asked for help then. */
export type Speaker = { author: number | null; via: Via | null; requester: number | null };

/** The channels of what nobody wrote: business rules (8), the system, and bots that answer. */
const automatic = /^(8|rule|system|22|automatic_solution_suggestions|answer_bot.*)$/;

/**
 * A person who asked for help speaks for the reporter, whatever their role, unless they are named by their id:
 * agents have tickets of their own, and nobody answers themselves. Null where their role has to be looked up.
 */
export function actorOf(speaker: Speaker, { supplier, bots }: PeopleTerms, people: People): Actor | null {
  const { author, via, requester } = speaker;
  if (author === null || author < 1 || automatic.test(String(via?.channel ?? ''))) return 'bot';
  if (bots.includes(author)) return 'bot';
  if (supplier.users.includes(author)) return 'supplier';
  if (author === requester) return 'reporter';
  const person = people.get(author);
  if (person === undefined) return null;
  if (person === null) return 'reporter';
  const isOurs =
    supplier.roles.some((role) => role === person.role) ||
    supplier.organizations.some((organization) => organization === person.organization);
  return isOurs ? 'supplier' : 'reporter';
}

/** Adds whoever has these ids to `people`; null where nobody has. */
export async function lookUp(ids: Set<number>, people: People, ask: AskZendesk): Promise<void> {
  const unknown = [...ids];
  for (let first = 0; first < unknown.length; first += pageSize) {
    const some = unknown.slice(first, first + pageSize);
    const { value } = await ask({ path: 'users/show_many', query: { ids: some.join(',') } }, userList);
    for (const id of some) people.set(id, null);
    for (const { id, role, organization_id } of value.users) {
      people.set(id, { role, organization: organization_id ?? null });
    }
  }
}
