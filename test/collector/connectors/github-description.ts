// GitHub's own description (MIT, cut by test/descriptions/slice-github.ts), and a GitHub whose every exchange is held
// against it. It names no versions of the interface: the header which asks for one is held against nothing.
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { z } from 'zod';
import { readDescription, type Exchange } from '../../descriptions/description.ts';

const file = new URL('../../fixtures/descriptions/github/openapi.json', import.meta.url);
const github = readDescription(file);

/** The description lets an entry of a timeline be any of its kinds: each is held against its own. */
const kinds: Record<string, string> = {
  commented: 'timeline-comment-event',
  labeled: 'labeled-issue-event',
  unlabeled: 'unlabeled-issue-event',
  closed: 'state-change-issue-event',
  reopened: 'state-change-issue-event',
};

const webhook = z.object({ parameters: z.array(z.object({ name: z.string() })) });

/** The deliveries of webhooks about issues and comments: their headers, and whether a body is one of theirs. */
export function describedWebhooks() {
  const { webhooks } = z
    .object({ webhooks: z.record(z.string(), webhook) })
    .parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.entries(webhooks).map(([name, { parameters }]) => ({
    name,
    headers: parameters.map((parameter) => parameter.name),
    faultsOf: (body: unknown) => github.faultsAt(`#/webhooks/${name}/body`, body),
  }));
}

/** What of an exchange is not as GitHub describes it. */
export function faultsOf(exchange: Exchange): string[] {
  const faults = github.faultsOf(exchange);
  if (!exchange.path.includes('/timeline') || exchange.status !== 200) return faults;
  const entries = z.array(z.object({ event: z.string() }).loose()).parse(JSON.parse(exchange.body));
  return [...faults, ...entries.flatMap(entryFaults)];
}

function entryFaults(entry: { event: string }): string[] {
  const kind = kinds[entry.event] ?? 'timeline-issue-events';
  return github.faultsAt(`#/components/schemas/${kind}`, entry).map((fault) => `${entry.event}: ${fault}`);
}

/** The listener, with each exchange handed on once it was answered. */
export function overheard(listener: RequestListener, hear: (exchange: Exchange) => void): RequestListener {
  return (request, response) => {
    const end = response.end.bind(response);
    const path = request.url ?? '/';
    response.end = (body?: unknown) => {
      hear({ path, status: response.statusCode, body: String(body) });
      return end(body);
    };
    listener(request, response);
  };
}
