// Who answers for the supplier in a ServiceNow: users by their names, and the members of groups.
import type { Actor } from '@upheld/shared/facts/ticket-event';
import { SyncError } from '../../connectors/connector.ts';
import { allRows, type AskTable } from './desk.ts';
import { memberRow } from './records.ts';

export type PeopleTerms = { supplier: { users: string[]; groups: string[] }; bots: string[] };

/** What kind of actor a user name is. */
export type ActorOf = (name: string) => Actor;

/** ServiceNow itself, as which its rules act. */
const system = 'system';

/** Asks once who is in the groups. Throws a `SyncError` for a group without members, or that is not there. */
export async function peopleOf(ask: AskTable, { supplier, bots }: PeopleTerms): Promise<ActorOf> {
  const names = new Set(supplier.users.map(folded));
  for (const group of supplier.groups) {
    for (const name of await membersOf(ask, group)) names.add(folded(name));
  }
  const automatic = new Set([system, ...bots].map(folded));
  return (name) => {
    if (automatic.has(folded(name))) return 'bot';
    return names.has(folded(name)) ? 'supplier' : 'reporter';
  };
}

/** The group is the agreement's own word and may be quoted. */
async function membersOf(ask: AskTable, group: string): Promise<string[]> {
  const fields = ['sys_id', 'user.user_name', 'group.name'];
  const members = await allRows(ask, {
    ...{ table: 'sys_user_grmember', fields, row: memberRow },
    query: `group.name=${group}`,
  });
  const own = members.filter((member) => member.group === group);
  if (own.length > 0 && own.length === members.length) return own.map(({ name }) => name);
  throw new SyncError(
    `the desk tells no members of the group ${JSON.stringify(group)}, which supplier names`,
  );
}

function folded(name: string): string {
  return name.toLowerCase();
}
