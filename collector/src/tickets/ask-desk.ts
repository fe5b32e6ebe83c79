// Asks a ticket desk for one JSON document. Whatever keeps it from coming is a SyncError, in words that quote
// nothing of what the desk sent.
import { milliseconds } from '@upheld/shared/time/duration';
import { SyncError, type ConnectorContext } from '../connectors/connector.ts';
import { EgressError, type EgressResponse } from '../egress.ts';
import type { CredentialTerms } from '../egress/credentials.ts';
import { readJson } from '../egress/json-body.ts';
import { egressReason, statusReason } from './failure-reason.ts';

/** Who is asked, who asks, and how long one answer may take from DNS to the last byte. */
export type DeskTerms = CredentialTerms & { timeout: string };

/** What asking needs of a connector's context. */
type DeskAccess = Pick<ConnectorContext, 'egress' | 'credentials'>;

export type DeskQuestion = {
  url: URL;
  headers: Record<string, string>;
  maxBytes: number;
  /** What a status means at this desk, where that helps whoever has to mend it. */
  meanings: Record<number, string>;
  /** How long a desk that refuses asks to be left alone, in milliseconds; null where it does not say. */
  waitMs(headers: Record<string, string>): number | null;
};

/** `headers` are by lower-case name. */
export type DeskAnswer = { value: unknown; headers: Record<string, string> };

/** The desk answered with a status that is none from 200 to 299. */
export class DeskStatusError extends SyncError {
  override name = 'DeskStatusError';
  readonly status: number;
  constructor(status: number, meaning: string | undefined, retryAfterMs: number | null) {
    const words = `the desk answered with status ${status}`;
    const reason = statusReason(status, retryAfterMs);
    super(meaning === undefined ? words : `${words}: ${meaning}`, { retryAfterMs, reason });
    this.status = status;
  }
}

/** Throws a `SyncError` where there is no answer, or one that is no JSON of a status from 200 to 299. */
export async function askDesk(
  terms: DeskTerms,
  question: DeskQuestion,
  context: DeskAccess,
): Promise<DeskAnswer> {
  const response = await send(terms, question, context);
  const { status, headers } = response;
  if (status < 200 || status > 299) {
    throw new DeskStatusError(status, question.meanings[status], question.waitMs(headers));
  }
  const body = readJson(response);
  if (!body.ok) throw new SyncError(`the desk's answer cannot be read: ${body.fault}`);
  return { value: body.value, headers };
}

async function send(
  terms: DeskTerms,
  { url, headers, maxBytes }: DeskQuestion,
  { egress, credentials }: DeskAccess,
): Promise<EgressResponse> {
  const deadlineMs = milliseconds(terms.timeout);
  const identity = await credentials(terms, deadlineMs);
  if (!identity.ok) throw new SyncError(identity.words, { reason: 'other' });
  const own = identity.tls === undefined ? {} : { tls: identity.tls };
  const asked = { url: url.href, headers: { ...headers, ...identity.headers }, deadlineMs, maxBytes, ...own };
  try {
    const response = await egress.request(asked);
    if (response.status === 401) identity.refused();
    return response;
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    const words = `the desk could not be read: ${error.code}: ${error.message}`;
    throw new SyncError(words, { cause: error, reason: egressReason(error) });
  }
}
