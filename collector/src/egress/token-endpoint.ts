// Asks a token endpoint once (RFC 6749, 4.4 and 5). Its answers are a stranger's: they are read strictly, and
// nothing of them is quoted.
import { z } from 'zod';
import { Secret } from '../secrets.ts';
import { blame } from './failure.ts';
import { readJson } from './json-body.ts';
import { EgressError, type Egress, type EgressRequest, type EgressResponse } from './request.ts';
import { retryAfterMs } from './retry-after.ts';

/** What is asked, and of whom: its URL, the client's proof and the grant. */
export type TokenRequest = Omit<EgressRequest, 'deadlineMs'>;

/**
 * A token and for how long it is good, in milliseconds; or why there is none. `rest` is how long the endpoint
 * asked to be left alone in milliseconds, null where it did not say, and `none` where it is not to blame;
 * `overloaded` where there was no room to ask it.
 */
export type TokenAnswer =
  | { ok: true; token: Secret; lifetimeMs: number }
  | { ok: false; words: string; rest: number | 'none' | null; reason?: 'overloaded' };

const answerSchema = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().catch(300),
});

/** A token that says of itself that it never ends is asked for again each day. */
const longestLifetimeSeconds = 86_400;

/** Rejects with nothing. */
export async function askForToken(
  request: TokenRequest,
  deadlineMs: number,
  egress: Pick<Egress, 'request'>,
): Promise<TokenAnswer> {
  const endpoint = endpointOf(request.url);
  try {
    return read(await egress.request({ ...request, deadlineMs }), endpoint);
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    return unanswered(error, endpoint, deadlineMs);
  }
}

/** How the endpoint is called in words: without a query, which could hold anything. */
export function endpointOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `the token endpoint ${origin}${pathname}`;
}

function read(response: EgressResponse, endpoint: string): TokenAnswer {
  const { status, headers } = response;
  if (status < 200 || status > 299) {
    return { ok: false, words: `${endpoint} answered with status ${status}`, rest: retryAfterMs(headers) };
  }
  const body = readJson(response);
  if (!body.ok) return { ok: false, words: `${endpoint} gave no readable JSON`, rest: null };
  const answer = answerSchema.safeParse(body.value);
  if (!answer.success) {
    return { ok: false, words: `${endpoint} gave no usable access_token of type bearer`, rest: null };
  }
  const { access_token: token, expires_in: seconds } = answer.data;
  return {
    ok: true,
    token: new Secret(token),
    lifetimeMs: Math.min(seconds, longestLifetimeSeconds) * 1_000,
  };
}

/** What failed on our side is told in full; of the other side no more than its name. */
function unanswered(error: EgressError, endpoint: string, deadlineMs: number): TokenAnswer {
  const { code, message, phase } = error;
  const { outcome, reason } = blame(error);
  if (outcome === 'unmeasured') {
    // An endpoint that does not accept our certificate was asked all the same.
    const isAsked = reason === 'credentials' && phase !== null;
    const words = `${endpoint} could not be asked: ${code}: ${message}`;
    const roomless = reason === 'overloaded' ? { reason } : {};
    return { ok: false, words, rest: isAsked ? null : 'none', ...roomless };
  }
  const what = code === 'DEADLINE' ? `no complete answer within ${deadlineMs} ms` : `no answer: ${code}`;
  return { ok: false, words: `${endpoint} gave ${what}`, rest: null };
}
