// The only door to the collector: typed reads with a deadline. What goes wrong becomes an error page that
// says what to do, never a stack.
import { UPHELD_COLLECTOR_URL } from '$app/env/private';
import { error } from '@sveltejs/kit';
import {
  agreementSchema,
  definitionsResponseSchema,
  objectiveSchema,
  portfolioSchema,
  problemSchema,
  whatIfResponseSchema,
} from '@upheld/shared/api/responses';
import type {
  AgreementResponse,
  DefinitionsResponse,
  ObjectiveResponse,
  PortfolioResponse,
  WhatIfResponse,
} from '@upheld/shared/api/responses';
import { failuresSchema, type FailuresResponse } from '@upheld/shared/api/failure-records';
import { sourcesSchema, type SourcesResponse } from '@upheld/shared/api/source-records';
import {
  supportSchema,
  ticketSchema,
  type SupportResponse,
  type TicketResponse,
} from '@upheld/shared/api/ticket-records';
import { witnessesSchema, type WitnessesResponse } from '@upheld/shared/api/witness-records';
import type { z } from 'zod';
import type { Instant } from '@upheld/shared/time/instant';
import { printInstant } from '#lib/words/instant.ts';

/** Long enough to evaluate a quarter of minutes from a cold cache, short enough for a reader to wait. */
const deadlineMs = 8_000;

/** Several periods are judged twice from their samples: three years of months take a while. */
const whatIfDeadlineMs = 60_000;

/** Every ticket of a desk is walked for it; of a desk with tens of thousands that takes some seconds. */
const supportDeadlineMs = 30_000;

let lastAnswer: Instant | null = null;

/** Every agreement in one line each. */
export function readPortfolio(fetch: typeof globalThis.fetch): Promise<PortfolioResponse> {
  return read(fetch, portfolioSchema, '/api/v1/agreements', null);
}

/** One agreement judged over a period; the current quarter where none is named. */
export function readAgreement(
  fetch: typeof globalThis.fetch,
  id: string,
  period: string | null,
): Promise<AgreementResponse> {
  return read(fetch, agreementSchema, `/api/v1/agreements/${encodeURIComponent(id)}`, period);
}

/** One promise of an agreement with everything its number comes from. */
export function readObjective(
  fetch: typeof globalThis.fetch,
  id: string,
  name: string,
  period: string | null,
): Promise<ObjectiveResponse> {
  return read(fetch, objectiveSchema, promisePath(id, name), period);
}

/** A promise under every definition of its share; null where there is no answer, because a page can do without. */
export function readDefinitions(
  fetch: typeof globalThis.fetch,
  id: string,
  name: string,
  period: string,
): Promise<DefinitionsResponse | null> {
  const query = new URLSearchParams({ period });
  return readIfThere(fetch, definitionsResponseSchema, `${promisePath(id, name)}/definitions?${query}`);
}

/** The checks of a promise that did not end ok; null where there is no answer. */
export function readFailures(
  fetch: typeof globalThis.fetch,
  id: string,
  name: string,
  period: string,
): Promise<FailuresResponse | null> {
  const query = new URLSearchParams({ period });
  return readIfThere(fetch, failuresSchema, `${promisePath(id, name)}/failures?${query}`);
}

/** How every source of an agreement stands. */
export function readSources(fetch: typeof globalThis.fetch, id: string): Promise<SourcesResponse> {
  return read(fetch, sourcesSchema, `/api/v1/agreements/${encodeURIComponent(id)}/sources`, null);
}

/** How support stands at every desk of an agreement. */
export function readSupport(fetch: typeof globalThis.fetch, id: string): Promise<SupportResponse> {
  const path = `/api/v1/agreements/${encodeURIComponent(id)}/tickets`;
  return read(fetch, supportSchema, path, null, supportDeadlineMs);
}

/** Everything that is known of one ticket. */
export function readTicket(
  fetch: typeof globalThis.fetch,
  id: string,
  { source, ticket }: { source: string; ticket: string },
): Promise<TicketResponse> {
  const path = [id, 'tickets', source, ticket].map(encodeURIComponent).join('/');
  return read(fetch, ticketSchema, `/api/v1/agreements/${path}`, null, supportDeadlineMs);
}

/** What the parties publish of their own services; null where there is no answer. */
export function readWitnesses(fetch: typeof globalThis.fetch, id: string): Promise<WitnessesResponse | null> {
  return readIfThere(fetch, witnessesSchema, `/api/v1/agreements/${encodeURIComponent(id)}/witnesses`);
}

/** What would have been under other terms; `refused` says what of the question cannot be answered. */
export async function readWhatIf(
  fetch: typeof globalThis.fetch,
  id: string,
  name: string,
  query: URLSearchParams,
): Promise<{ answer: WhatIfResponse } | { refused: string }> {
  const url = `${UPHELD_COLLECTOR_URL}${promisePath(id, name)}/what-if?${query}`;
  const answer = await request(fetch, url, whatIfDeadlineMs);
  const body: unknown = await answer.json().catch(() => null);
  const problem = problemSchema.safeParse(body);
  if (answer.status === 400 && problem.success) return { refused: problem.data.detail };
  return { answer: understood(answer, body, whatIfResponseSchema) };
}

/** The collector's stream of changes; the caller ends it through the signal. */
export function openEvents(signal: AbortSignal): Promise<Response> {
  return globalThis.fetch(`${UPHELD_COLLECTOR_URL}/api/v1/events`, {
    headers: { accept: 'text/event-stream' },
    signal,
  });
}

async function read<T>(
  fetch: typeof globalThis.fetch,
  schema: z.ZodType<T>,
  path: string,
  period: string | null,
  withinMs = deadlineMs,
): Promise<T> {
  const query = period === null ? '' : `?${new URLSearchParams({ period })}`;
  const answer = await request(fetch, `${UPHELD_COLLECTOR_URL}${path}${query}`, withinMs);
  const body: unknown = await answer.json().catch(() => null);
  return understood(answer, body, schema);
}

/** For a part that a page can do without. */
async function readIfThere<T>(
  fetch: typeof globalThis.fetch,
  schema: z.ZodType<T>,
  path: string,
): Promise<T | null> {
  try {
    const answer = await fetch(`${UPHELD_COLLECTOR_URL}${path}`, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(deadlineMs),
    });
    return schema.safeParse(await answer.json()).data ?? null;
  } catch {
    return null;
  }
}

function promisePath(id: string, name: string): string {
  return `/api/v1/agreements/${encodeURIComponent(id)}/objectives/${encodeURIComponent(name)}`;
}

/** The answer as a record; an error page where it is none. */
function understood<T>(answer: Response, body: unknown, schema: z.ZodType<T>): T {
  if (!answer.ok) refuse(answer.status, body);
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    error(502, 'The collector gave an answer that is not an Upheld answer.', {
      advice: `Check that UPHELD_COLLECTOR_URL (${UPHELD_COLLECTOR_URL}) names the collector and that both are of one version.`,
    });
  }
  lastAnswer = Date.now();
  return parsed.data;
}

async function request(
  fetch: typeof globalThis.fetch,
  url: string,
  withinMs = deadlineMs,
): Promise<Response> {
  try {
    return await fetch(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(withinMs),
    });
  } catch (cause) {
    const slow = cause instanceof Error && cause.name === 'TimeoutError';
    error(
      503,
      slow ? `The collector did not answer within ${withinMs / 1000} s.` : 'The collector cannot be reached.',
      {
        advice: unreachableAdvice(),
      },
    );
  }
}

function refuse(status: number, body: unknown): never {
  const problem = problemSchema.safeParse(body);
  const detail = problem.success ? problem.data.detail : `The collector answered with status ${status}.`;
  if (status === 404) error(404, detail, { advice: 'The list of agreements shows what there is.' });
  if (status === 400 || status === 422) {
    error(400, detail, { advice: 'Take a period from the list on the page.' });
  }
  error(502, detail, { advice: "The collector's log says more about this." });
}

function unreachableAdvice(): string {
  const since =
    lastAnswer === null
      ? 'It has not answered since this dashboard was started.'
      : `It last answered on ${printInstant(lastAnswer, 'UTC').text} UTC.`;
  return `${since} Start it, or set UPHELD_COLLECTOR_URL to where it listens (now ${UPHELD_COLLECTOR_URL}); this page tries again by itself.`;
}
