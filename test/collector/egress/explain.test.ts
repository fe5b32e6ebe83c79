import { describe, expect, it } from 'vitest';
import { explain } from '@upheld/collector/egress/explain';
import { Timeline } from '@upheld/collector/egress/timeline';

function failed(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

/** What Node gives where a name has several addresses and none could be reached. */
function group(...codes: string[]): Error {
  return Object.assign(new AggregateError(codes.map(failed), ''), { code: codes[0] });
}

describe('the explanation of a failed request', () => {
  it.each([
    [['ENETUNREACH', 'ECONNREFUSED'], 'ECONNREFUSED'],
    [['EADDRNOTAVAIL', 'ETIMEDOUT'], 'ETIMEDOUT'],
    [['ECONNREFUSED', 'ENETUNREACH'], 'ECONNREFUSED'],
    [['ENETUNREACH', 'EADDRNOTAVAIL'], 'ENETUNREACH'],
  ])('takes of %j the word of an address that we have a route to', (codes, code) => {
    const error = explain(group(...codes), new Timeline('connect'), null);
    expect(error.code).toBe(code);
    expect(error.message).toBe(codes.map((one) => `connect ${one}`).join('; '));
  });

  it('takes the word of the socket over that of its wrapping, and keeps it as the cause', () => {
    const timeline = new Timeline('connect');
    timeline.error = failed('ECONNRESET');
    const error = explain(new Error('request to http://a.example/?token=x failed'), timeline, null);
    expect(error).toMatchObject({ code: 'ECONNRESET', message: 'connect ECONNRESET', cause: timeline.error });
  });

  it('is about the deadline where that ended the request, whatever else was said', () => {
    const error = explain(failed('ECONNRESET'), new Timeline('tls'), 500);
    expect(error).toMatchObject({
      code: 'DEADLINE',
      phase: 'tls',
      message: 'no complete answer within 500 ms',
    });
  });

  it('is that the request is invalid where nothing has a code', () => {
    expect(explain(new TypeError('no'), new Timeline('dns'), null)).toMatchObject({
      code: 'INVALID',
      message: 'no',
    });
  });
});
