// All that a Jira tells of one issue.
import type { Told } from '../../connectors/connector.ts';
import { jiraClocks, type JiraSlas } from './clocks.ts';
import { allItems, type AskJira } from './desk.ts';
import { wholeEvents, type IssueMeaning } from './events.ts';
import { isOurs, type Only } from './meaning.ts';
import { actorOf } from './people.ts';
import { projectAt, proveProject, type ProjectTerms } from './project.ts';
import { changelogPage, commentPage, jiraIssue, type JiraIssue } from './records.ts';
import { unlessGone } from '../unless-gone.ts';

export type IssueTerms = ProjectTerms & {
  only?: Only | undefined;
  severity: IssueMeaning['severity'];
  slas: JiraSlas;
};

/** The fields that are asked for, and no others. */
export function fieldsOf({ severity, only }: IssueTerms): string[] {
  const own = ['created', 'updated', 'status', 'reporter', 'project', severity.field];
  return [...new Set([...own, ...(only === undefined ? [] : [only.field])])];
}

/** What events call an issue: a project that is given another key keeps its numbers. */
export function ticketOf({ project }: IssueTerms, issue: JiraIssue): string {
  return `${project}-${numberOf(issue)}`;
}

export function numberOf({ key }: JiraIssue): number {
  return Number(key.slice(key.lastIndexOf('-') + 1));
}

/** What is told of an issue; `gone` where it was deleted or moved, or is none of those that `only` names. */
export async function readIssue(terms: IssueTerms, ticket: string, ask: AskJira): Promise<Told> {
  const read = async (): Promise<Told> => {
    const asked = { path: `api/3/issue/${ticket}`, query: { fields: fieldsOf(terms).join(',') } };
    const { value: issue, at } = await ask(asked, jiraIssue);
    const project = await projectAt(terms, at, ask);
    const isHere = issue.fields.project.id === project.id;
    if (!isHere || !isOurs(issue, terms.only)) return 'gone';
    const updates = await allItems(ask, { path: `api/3/issue/${issue.key}/changelog` }, changelogPage);
    const said = { path: `api/3/issue/${issue.key}/comment`, query: { orderBy: 'created' } };
    const comments = await allItems(ask, said, commentPage);
    const whoIs: IssueMeaning['whoIs'] = (speaker) => actorOf(speaker, terms, project.members);
    const meaning = { severity: terms.severity, standingOf: project.standingOf, whoIs };
    const events = wholeEvents({ ticket, issue, updates, comments }, meaning);
    return { events, opinions: await jiraClocks(ticket, issue.key, terms.slas, ask) };
  };
  return await unlessGone([404], read, () => proveProject(terms, ask));
}
