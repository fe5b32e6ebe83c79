// The quarter of a support desk at a real Request Tracker.
import { z } from 'zod';
import { orStop, tellsItsQuarter, type StoryDesk } from './desk-suite.ts';
import { statement, type Deed, type Severity } from './desk-story.ts';
import { letHappen } from './desk-timeline.ts';
import { startRequestTracker, type Person, type RequestTracker } from './request-tracker.ts';
import { isMissing } from './servers.ts';

const packages = ['request-tracker5', 'rt5-db-sqlite', 'rt5-standalone', 'msmtp-mta'];
const severities = ['', 'Critical', 'High', 'Medium', 'Low'];
const plain = { ContentType: 'text/plain' };

tellsItsQuarter('a quarter at a real Request Tracker', packages.some(isMissing), async () => {
  const real = await startRequestTracker();
  return await orStop(real, async () => {
    const ids = await letHappen({
      open: (severity) => open(real, severity),
      act: (id, deed, name) => act(real, id, deed, name),
      merge: (id, into) => put(real, 'supplier', id, { MergeInto: Number(into) }),
      stamp: (at) => backDate(real, at.replace('T', ' ').replace('Z', '')),
    });
    addNotes(real, ids.get('weekly') ?? '');
    return deskOf(real, ids);
  });
});

function backDate(real: RequestTracker, at: string): void {
  real.alter(`
    UPDATE Tickets SET Created = '${at}' WHERE Created > '2026-10-15';
    UPDATE Tickets SET LastUpdated = '${at}' WHERE LastUpdated > '2026-10-15';
    UPDATE Transactions SET Created = '${at}' WHERE Created > '2026-10-15'`);
}

/** A backfill that can be cut needs more than the 100 transactions of a page. Notes change no clock. */
function addNotes(real: RequestTracker, ticket: string): void {
  real.alter(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
    INSERT INTO Transactions (ObjectType, ObjectId, Type, Creator, Created)
    SELECT 'RT::Ticket', ${ticket}, 'Comment', 1, datetime('2026-09-29', '+' || i || ' minutes') FROM n`);
}

function deskOf(real: RequestTracker, ids: Map<string, string>): StoryDesk {
  return {
    ...{ url: real.url, type: 'request-tracker', env: { RT_TOKEN: real.tokens.reader }, statement, ids },
    specAt: (url) => ({
      ...{ url, token: { env: 'RT_TOKEN' }, queue: 'Lumen' },
      severity: { field: 'CF.Severity', map: { Critical: 1, High: 2, Medium: 3, Low: 4 } },
      ...{ supplierAddresses: ['@lumen.example'], botAddresses: ['bot@lumen.example'] },
    }),
    canaries: [
      ...['subject', 'content', 'reply', 'note', 'custom-field', 'status-comment', 'file-name', 'file'],
      ...['mail-sender', 'mail-subject', 'mail-header', 'mail-body'],
      ...['queue', 'real-name', 'organization', 'postal-address', 'phone'],
    ]
      .map((place) => `canary-in-${place}`)
      .concat('supplier@lumen.example', 'reporter@northwind.example'),
    texts: () => textsOf(real),
    openNow: () => open(real, 1),
    page: /\/transactions\?query=[^&]*id\+%3E\+\d+\+AND\+%28TicketQueue/,
    cutAt: 3,
    stop: () => real.stop(),
  };
}

async function open(real: RequestTracker, severity: Severity): Promise<string> {
  const fields = { Severity: severities[severity], Words: 'canary-in-custom-field' };
  const text = { Subject: 'canary-in-subject', Content: 'canary-in-content', ...plain };
  const ticket = { Queue: 'Lumen', Requestor: 'reporter@northwind.example', CustomFields: fields, ...text };
  return z.object({ id: z.string() }).parse(await real.ask('reporter', 'POST', 'ticket', ticket)).id;
}

async function act(real: RequestTracker, id: string, deed: Deed, name: string): Promise<void> {
  switch (deed.does) {
    case 'reply':
      return await say(real, deed.by, id, deed.by === 'supplier' ? withFile : {});
    case 'note':
      return await say(real, 'supplier', id, { Content: 'canary-in-note' }, 'comment');
    case 'away':
      return real.mail([
        'From: "canary-in-mail-sender" <supplier@lumen.example>',
        `Subject: [upheld.example #${id}] canary-in-mail-subject`,
        'Auto-Submitted: auto-replied',
        'X-Signature: canary-in-mail-header',
        'Message-ID: <away@lumen.example>',
        ...['', 'canary-in-mail-body'],
      ]);
    case 'rate':
      return await put(real, 'reporter', id, { CustomFields: { Severity: severities[deed.severity] } });
    case 'wait':
      return await put(real, 'supplier', id, { Status: 'stalled' });
    case 'resolve':
      return await put(real, 'supplier', id, { Status: 'resolved' });
    case 'reopen':
      return await say(real, 'reporter', id, { Content: 'canary-in-status-comment', Status: 'open' });
    case 'leave':
      return await put(real, 'supplier', id, name === 'swept' ? { Queue: 'Other' } : { Status: 'deleted' });
    default:
      throw new Error(`nobody does ${deed.does}`);
  }
}

const withFile = {
  Attachments: [
    { FileName: 'canary-in-file-name', FileType: 'text/plain', FileContent: btoa('canary-in-file') },
  ],
};

async function say(real: RequestTracker, person: Person, id: string, more: object, how = 'correspond') {
  await real.ask(person, 'POST', `ticket/${id}/${how}`, { Content: 'canary-in-reply', ...plain, ...more });
}

async function put(real: RequestTracker, person: Person, id: string, fields: object): Promise<void> {
  await real.ask(person, 'PUT', `ticket/${id}`, fields);
}

const contents = z.object({ items: z.array(z.object({ Content: z.string().nullish() })) });

/** As whoever may see everything. */
async function textsOf({ url }: RequestTracker): Promise<string> {
  const headers = { authorization: `Basic ${btoa('root:password')}` };
  const ask = async (path: string) => await (await fetch(`${url}/REST/2.0/${path}`, { headers })).text();
  const everything = encodeURIComponent('[{"field":"id","operator":">","value":0}]');
  const others = ['user/supplier', 'user/reporter', 'queue/Lumen', 'ticket/1'];
  const texts = await Promise.all(others.map(ask));
  for (let page = 1; page < 20; page += 1) {
    const path = `attachments?query=${everything}&fields=Headers,Filename,Content&per_page=100&page=${page}`;
    const messages = await ask(path);
    const { items } = contents.parse(JSON.parse(messages));
    const decoded = items.map(({ Content }) => Buffer.from(Content ?? '', 'base64').toString());
    texts.push(messages, ...decoded);
    if (items.length === 0) break;
  }
  return texts.join('\n');
}
