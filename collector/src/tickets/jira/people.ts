// Who speaks in a Jira: by their accounts, and by the groups and roles of the project that these are in.
import { text, wholeNumber } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { Actor } from '@upheld/shared/facts/ticket-event';
import type { z } from 'zod';
import { allItems, type AskJira } from './desk.ts';
import { memberPage, projectRole } from './records.ts';

const accountExample = '5b10ac8d82e05b22cc7d4ef5';

/** The ids of accounts. */
export const jiraAccounts = list(
  'accounts are ids',
  `[${accountExample}]`,
  text('an account', accountExample),
);

const example = '{ roles: [10102] }';
const groupId = text('a group', '276f955c-63d7-42c8-9520-92d01dca0625');
const roleId = wholeNumber('the id of a role', { min: 1, max: 1_000_000_000 }, 10_102);

/** `supplier` of a spec: who answers for the supplier; roles are those of the project. */
export const jiraSupplier = part('supplier has accounts, groups or roles', example, {
  accounts: jiraAccounts.default([]),
  groups: list('groups are ids', '[276f955c-63d7-42c8-9520-92d01dca0625]', groupId).default([]),
  roles: list('roles are ids', '[10102]', roleId).default([]),
}).refine(({ accounts, groups, roles }) => accounts.length + groups.length + roles.length > 0, {
  error: such('supplier has accounts, groups or roles', example),
});

export type PeopleTerms = { supplier: z.output<typeof jiraSupplier>; bots: string[] };

/** Who wrote something, of which type their account is, and who had asked for help then. */
export type Speaker = {
  author: { accountId: string; accountType?: string | null | undefined } | null;
  reporter: string | null;
};

/**
 * Apps are bots. Whoever asked for help is the reporter, whatever they are a member of, unless their account is
 * named: agents have requests of their own, and nobody answers themselves.
 */
export function actorOf({ author, reporter }: Speaker, terms: PeopleTerms, members: Set<string>): Actor {
  if (author === null) return 'reporter';
  const { accountId, accountType } = author;
  if (accountType === 'app' || terms.bots.includes(accountId)) return 'bot';
  if (terms.supplier.accounts.includes(accountId)) return 'supplier';
  return accountId !== reporter && members.has(accountId) ? 'supplier' : 'reporter';
}

/** The accounts in the groups and roles of the supplier; those that were deactivated are in them still. */
export async function membersOf(
  { groups, roles }: PeopleTerms['supplier'],
  project: string,
  ask: AskJira,
): Promise<Set<string>> {
  const members = new Set<string>();
  const allGroups = new Set(groups);
  for (const role of roles) {
    const { value } = await ask({ path: `api/3/project/${project}/role/${role}` }, projectRole);
    for (const { actorUser, actorGroup } of value.actors) {
      if (actorUser) members.add(actorUser.accountId);
      if (actorGroup) allGroups.add(actorGroup.groupId);
    }
  }
  for (const groupId of allGroups) {
    const asked = { path: 'api/3/group/member', query: { groupId, includeInactiveUsers: 'true' } };
    for (const { accountId } of await allItems(ask, asked, memberPage)) members.add(accountId);
  }
  return members;
}
