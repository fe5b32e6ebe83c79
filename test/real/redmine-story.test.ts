// The quarter of a support desk at a real Redmine.
import { z } from 'zod';
import { orStop, tellsItsQuarter, type StoryDesk } from './desk-suite.ts';
import { statementWithoutMerges, type Deed, type Severity } from './desk-story.ts';
import { letHappen } from './desk-timeline.ts';
import { mayRunRedmine, startRedmine, type Redmine } from './redmine.ts';
import { isMissing } from './servers.ts';

const cannotRun = isMissing('redmine') || isMissing('puma') || !mayRunRedmine();
const statuses = { 'In Progress': 2, Resolved: 3, Feedback: 4, Closed: 5 };
const priorities = ['', 'Urgent', 'High', 'Normal', 'Low'];

tellsItsQuarter('a quarter at a real Redmine', cannotRun, async () => {
  const real = await startRedmine();
  return await orStop(real, async () => {
    const priority = await prioritiesOf(real);
    const ids = await letHappen({
      open: (severity) => open(real, priority(severity)),
      act: (id, deed) => act(real, id, deed, priority),
      merge: (id, into) => closeAsDuplicate(real, id, into),
      stamp: (at) => backDate(real, at.replace('T', ' ').replace('Z', '.000000')),
    });
    return deskOf(real, ids, priority(1));
  });
});

function backDate(real: Redmine, at: string): void {
  real.alter(`
    UPDATE issues SET created_on = '${at}' WHERE created_on > '2026-10-15';
    UPDATE issues SET updated_on = '${at}' WHERE updated_on > '2026-10-15';
    UPDATE journals SET created_on = '${at}' WHERE created_on > '2026-10-15'`);
}

function deskOf(real: Redmine, ids: Map<string, string>, urgent: number): StoryDesk {
  return {
    ...{ url: real.url, type: 'redmine', env: { REDMINE_KEY: real.people.reader.key }, ids },
    statement: statementWithoutMerges,
    specAt: (url) => ({
      ...{ url, key: { env: 'REDMINE_KEY' }, project: 'acme-support' },
      severity: { by: 'priority', map: { Urgent: 1, High: 2, Normal: 3, Low: 4 } },
      ...{ supplier: { users: [real.people.supplier.id] }, bots: [real.people.bot.id] },
      ...{ waiting: ['Feedback'], resolved: ['Resolved', 'Closed'] },
    }),
    canaries: [
      ...['subject', 'description', 'reply', 'note', 'custom-field', 'status-comment', 'category'],
      ...['file-name', 'file-description', 'file', 'other-subject', 'project'],
    ]
      .map((place) => `canary-in-${place}`)
      .concat(
        'canary-of-a-person',
        'supplier@canary.example',
        'reporter@canary.example',
        'reader@canary.example',
      ),
    texts: () => textsOf(real, ids.get('steady') ?? ''),
    openNow: () => open(real, urgent),
    page: /\/issues\/\d+\.json/,
    cutAt: 5,
    stop: async () => {
      await removeFiles(real, [...ids.values()]);
      await real.stop();
    },
  };
}

async function prioritiesOf({ ask, people }: Redmine): Promise<(severity: Severity) => number> {
  const named = z.object({ issue_priorities: z.array(z.object({ id: z.int(), name: z.string() })) });
  const { issue_priorities: all } = named.parse(
    await ask(people.reader, 'GET', '/enumerations/issue_priorities.json'),
  );
  return (severity) => all.find(({ name }) => name === priorities[severity])?.id ?? 0;
}

async function open({ ask, people, words }: Redmine, priority: number): Promise<string> {
  const texts = { subject: 'canary-in-subject', description: 'canary-in-description' };
  const custom_fields = [{ id: words, value: 'canary-in-custom-field' }];
  const fields = { project_id: 'acme-support', priority_id: priority, category_id: 1, custom_fields };
  const answer = await ask(people.reporter, 'POST', '/issues.json', { issue: { ...fields, ...texts } });
  return String(z.object({ issue: z.object({ id: z.int() }) }).parse(answer).issue.id);
}

type Upload = { token: string; filename: string; description: string };

/** Redmine drops mail that says that it was sent by a program: nobody who is away answers. */
async function act(
  real: Redmine,
  id: string,
  deed: Deed,
  priority: (severity: Severity) => number,
): Promise<void> {
  switch (deed.does) {
    case 'reply': {
      const uploads = deed.by === 'supplier' ? [await uploaded(real)] : [];
      return await put(real, deed.by, id, { notes: 'canary-in-reply', uploads });
    }
    case 'note':
      return await put(real, 'supplier', id, { notes: 'canary-in-note', private_notes: true });
    case 'away':
      return await put(real, 'reporter', id, { subject: 'canary-in-other-subject' });
    case 'rate':
      return await put(real, 'reporter', id, { priority_id: priority(deed.severity) });
    case 'wait':
      return await put(real, 'supplier', id, { status_id: statuses.Feedback });
    case 'resolve':
      return await put(real, 'supplier', id, { status_id: statuses.Resolved });
    case 'reopen': {
      const notes = 'canary-in-status-comment';
      return await put(real, 'reporter', id, { notes, status_id: statuses['In Progress'] });
    }
    case 'leave':
      return await put(real, 'supplier', id, { project_id: 2, category_id: '' });
    default:
      throw new Error(`nobody does ${deed.does}`);
  }
}

async function put(real: Redmine, who: keyof Redmine['people'], id: string, issue: object): Promise<void> {
  await real.ask(real.people[who], 'PUT', `/issues/${id}.json`, { issue });
}

async function closeAsDuplicate(real: Redmine, id: string, of: string): Promise<void> {
  const relation = { issue_to_id: of, relation_type: 'duplicates' };
  await real.ask(real.people.supplier, 'POST', `/issues/${id}/relations.json`, { relation });
  await put(real, 'supplier', id, { status_id: statuses.Closed });
}

async function uploaded({ url, people }: Redmine): Promise<Upload> {
  const headers = { 'x-redmine-api-key': people.supplier.key, 'content-type': 'application/octet-stream' };
  const filename = 'canary-in-file-name';
  const asked = { method: 'POST', headers, body: 'canary-in-file' };
  const answer: unknown = await (await fetch(`${url}/uploads.json?filename=${filename}`, asked)).json();
  const { upload } = z.object({ upload: z.object({ token: z.string() }) }).parse(answer);
  return { token: upload.token, filename, description: 'canary-in-file-description' };
}

const attached = z.object({
  issue: z.object({ attachments: z.array(z.object({ id: z.int(), content_url: z.string() })) }),
});

async function textsOf({ url, people, ask }: Redmine, withFile: string): Promise<string> {
  const issues = await ask(people.reader, 'GET', '/projects/acme-support/issues.json?status_id=*&limit=100');
  const { issues: all } = z.object({ issues: z.array(z.object({ id: z.int() })) }).parse(issues);
  const paths = all.map(({ id }) => `/issues/${id}.json?include=journals,attachments`);
  const answers: unknown[] = [];
  for (const path of [...paths, '/projects/acme-support.json']) {
    answers.push(await ask(people.reader, 'GET', path));
  }
  for (const person of [people.supplier, people.reporter, people.reader]) {
    answers.push(await ask(person, 'GET', '/users/current.json'));
  }
  const whole = await ask(people.reader, 'GET', `/issues/${withFile}.json?include=attachments`);
  const file = attached.parse(whole).issue.attachments[0]?.content_url ?? '';
  const headers = { 'x-redmine-api-key': people.reader.key };
  const content = await (await fetch(url + new URL(file).pathname, { headers })).text();
  return JSON.stringify([...answers, content]);
}

/** Debian's Redmine keeps files in a folder that all of its databases share. */
async function removeFiles({ ask, people }: Redmine, issues: string[]): Promise<void> {
  for (const issue of issues) {
    const whole = await ask(people.reader, 'GET', `/issues/${issue}.json?include=attachments`);
    for (const { id } of attached.parse(whole).issue.attachments) {
      await ask(people.supplier, 'DELETE', `/attachments/${id}.json`);
    }
  }
}
