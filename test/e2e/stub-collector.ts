// A collector with fixtures instead of facts: the API's addresses and answers over real HTTP, and a hand to
// change them and to tell the listeners.
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AgreementResponse, ObjectiveResponse, PortfolioResponse } from '@upheld/shared/api/responses';
import type { SupportResponse } from '@upheld/shared/api/ticket-records';
import { failures } from '../fixtures/api/failures.ts';
import { northwind, northwindObjective } from '../fixtures/api/northwind.ts';
import type { Shown } from '../fixtures/api/northwind.ts';
import { definitionsAnswer, whatIfAnswer } from '../fixtures/api/questions.ts';
import { portfolio, simulatedAgreement } from '../fixtures/api/portfolio.ts';
import { sources } from '../fixtures/api/sources.ts';
import { support, ticketAnswer } from '../fixtures/api/support.ts';
import { trafficName } from '../fixtures/api/traffic.ts';
import { witnesses } from '../fixtures/api/witnesses.ts';

export type StubCollector = {
  url: string;
  /** What the next requests are answered with; tests put their own here. */
  answers: {
    portfolio: PortfolioResponse;
    agreement: (response: AgreementResponse) => AgreementResponse;
    support: SupportResponse;
  };
  /** Tells every listener that an agreement's facts changed. */
  announce(agreement: string | null): void;
  listeners(): number;
  close(): Promise<void>;
};

export async function startStubCollector(port = 0): Promise<StubCollector> {
  const answers: StubCollector['answers'] = { portfolio, agreement: (response) => response, support };
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://stub');
    if (url.pathname === '/api/v1/events') openStream(response, streams);
    else send(response, answer(url, answers));
  });
  const address = await listening(server, port);
  return {
    url: `http://127.0.0.1:${address.port}`,
    answers,
    announce: (agreement) => {
      const data = JSON.stringify({ agreement, asOf: answers.portfolio.system.asOf });
      for (const stream of streams) stream.write(`event: changed\ndata: ${data}\n\n`);
    },
    listeners: () => streams.size,
    close: () => closed(server),
  };
}

type Answer = { status: number; body: unknown };

function answer(url: URL, answers: StubCollector['answers']): Answer {
  const [id, kind, name, question, ...rest] = url.pathname
    .replace('/api/v1/agreements', '')
    .split('/')
    .slice(1)
    .map(decodeURIComponent);
  const period = around(url.searchParams.get('period') ?? '2026-Q4');
  if (!url.pathname.startsWith('/api/v1/agreements') || rest.length > 0) {
    return problem(404, 'There is nothing here.');
  }
  if (id === undefined) return { status: 200, body: answers.portfolio };
  if (!isKnown(period)) return problem(400, `got "${period}"; a period, such as 2026-Q3`);
  const known = id === 'northwind-lumen' || id === simulatedAgreement.id;
  if (!known) return problem(404, `There is no agreement "${id}"; the agreements are: acme, northwind-lumen`);
  const agreement = answers.agreement(northwind(period));
  const summary =
    id === simulatedAgreement.id ? { ...agreement.agreement, ...simulatedAgreement } : agreement.agreement;
  if (kind === undefined) return { status: 200, body: { ...agreement, agreement: summary } };
  if (kind === 'sources') return { status: 200, body: sources };
  if (kind === 'tickets') return ticketsAnswer(answers.support, name, question);
  if (kind === 'witnesses') return { status: 200, body: witnesses };
  const objective = northwindObjective(period, name ?? '');
  if (objective === null) return problem(404, `northwind-lumen has no promise "${name ?? ''}"`);
  const body = { ...objective, agreement: summary };
  return question === undefined ? { status: 200, body } : answerTo(question, body, url.searchParams);
}

function ticketsAnswer(known: SupportResponse, source?: string, ticket?: string): Answer {
  if (source === undefined) return { status: 200, body: known };
  const body = ticketAnswer(source, ticket ?? '');
  if (body === null) {
    return problem(404, `No desk ${source} of northwind-lumen knows the ticket ${ticket ?? ''}`);
  }
  return { status: 200, body };
}

function answerTo(question: string, objective: ObjectiveResponse, asked: URLSearchParams): Answer {
  if (question === 'definitions') {
    return { status: 200, body: definitionsAnswer(objective, asked.get('period') ?? '2026-Q4') };
  }
  if (question === 'failures') {
    const isCounted = objective.promise.name === trafficName;
    return { status: 200, body: isCounted ? { ...failures, bad: [], unmeasured: [] } : failures };
  }
  if (question !== 'what-if') return problem(404, 'There is nothing here.');
  const target = asked.get('target') ?? '';
  const rule = 'a target is between 0% and 100%, such as 99.9%';
  if (target === '999%') {
    return problem(400, `target: got "${target}"; ${rule}; such as ?target=99.95%25&last=4`);
  }
  return { status: 200, body: whatIfAnswer(objective, target) };
}

/** A month is answered for with its quarter. */
function around(period: string): string {
  const month = Number(/^2026-(\d\d)$/.exec(period)?.[1] ?? 0);
  return month < 7 || month > 12 ? period : `2026-Q${month < 10 ? 3 : 4}`;
}

function isKnown(text: string): text is Shown {
  return text === '2026-Q3' || text === '2026-Q4' || text === '2026';
}

function problem(status: number, detail: string): Answer {
  return { status, body: { type: 'about:blank', title: 'Refused', status, detail } };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const type = status === 200 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
}

function openStream(response: ServerResponse, streams: Set<ServerResponse>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(': connected\n\n');
  streams.add(response);
  response.on('close', () => streams.delete(response));
}

async function listening(server: Server, port: number): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stub listens on a TCP port');
  return address;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
