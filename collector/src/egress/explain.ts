// Turns whatever a request failed with into an EgressError: node:http's code, the phase, the time spent.
import { EgressError } from './request.ts';
import type { Timeline } from './timeline.ts';

/** An address that this machine cannot reach at all, such as one of IPv6 without IPv6. */
const noRoute: readonly (string | null)[] = ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/** `deadlineMs` is given when the deadline ended the request, which node-fetch tells as a mere abort. */
export function explain(error: unknown, timeline: Timeline, deadlineMs: number | null): EgressError {
  const { phase, phases } = timeline;
  timeline.finish();
  const at = { phase, phases };
  if (deadlineMs !== null) {
    return new EgressError('DEADLINE', `no complete answer within ${deadlineMs} ms`, at, { cause: error });
  }
  // What the socket said beats node-fetch's wrapping, which names the whole URL and drops a group's errors.
  const cause = timeline.error ?? error;
  return new EgressError(codeOf(cause) ?? 'INVALID', textOf(cause), at, { cause });
}

/**
 * Where every address of a name failed, Node takes the code of the first. One that was reached and refused
 * us says more about the partner than one that we have no route to, so it goes first.
 */
function codeOf(error: unknown): string | null {
  if (error instanceof AggregateError) {
    const codes = error.errors.map(codeOf);
    return codes.find((code) => !noRoute.includes(code)) ?? codes[0] ?? null;
  }
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

/** All addresses of a name failed: Node gives one error each and no words for the group. */
function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(textOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
