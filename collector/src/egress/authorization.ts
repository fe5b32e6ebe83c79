// How a request proves who asks. Kinds that ask over HTTP take `auth` from here.
import { kindOf } from '@upheld/shared/agreement/kind-of';
import type { z } from 'zod';
import { authKinds } from './auth/registry.ts';

/** `auth` of a spec: `{ type: bearer, token: { env: NAME } }`, or another kind of the registry. */
export const authorization = kindOf(
  authKinds,
  authKinds.map(({ terms }) => terms),
);

export type Authorization = z.output<typeof authorization>;

/** How many requests proving by `auth` makes at most, beside the one that it is for. */
export function requestsOf(auth: Authorization | undefined): number {
  return authKinds.find(({ type }) => type === auth?.type)?.requests ?? 0;
}
