// While nobody signs in, only this machine may ask: a page from elsewhere that reaches loopback through
// the operator's browser (DNS rebinding, cross-site forms) is refused.
import type { MiddlewareHandler } from 'hono';
import { problemResponse } from './problem.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

/** Refuses requests whose Host or Origin is not a loopback name. */
export const sameMachine: MiddlewareHandler = async (context, next) => {
  const host = context.req.header('host') ?? '';
  const origin = context.req.header('origin');
  const foreign =
    !loopback.test(host) || (origin !== undefined && !loopback.test(origin.replace(/^https?:\/\//, '')));
  if (!foreign) return next();
  return problemResponse(context, 403, `This API answers on loopback only; it was asked as "${host}"`);
};
