// Attack 34: webhooks that nobody signed, that come late, early or again, that were changed, or that are too long.
import { describe, expect, it } from 'vitest';
import { now, signed, webhookServer } from '../collector/api/webhook-server.ts';
import { note } from './row.ts';

const minute = 60_000;
const body = Buffer.from('{ "ticket": 7 }');
const anew = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
const long = Buffer.concat([body, Buffer.alloc(10_000_000, 0x20)]);

type Attack = { input: string; sent: Buffer; headers: Record<string, string>; status: number };

const attacks: Attack[] = [
  {
    input: 'bad signature',
    sent: body,
    headers: { ...signed(body), 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}` },
    status: 401,
  },
  { input: 'no signature', sent: body, headers: {}, status: 401 },
  { input: '6 minutes old', sent: body, headers: signed(body, 'msg_1', now - 6 * minute), status: 400 },
  { input: '6 minutes early', sent: body, headers: signed(body, 'msg_1', now + 6 * minute), status: 401 },
  { input: 'body re-encoded', sent: anew, headers: signed(body), status: 401 },
  { input: '10 MB body', sent: long, headers: signed(long), status: 413 },
];

describe('a webhook', () => {
  it.for(attacks)('comes to nothing: $input', async ({ input, sent, headers, status }, context) => {
    const { send, hints, outcomes } = await webhookServer();
    const begun = performance.now();
    const answer = await send(sent, headers);
    const ms = performance.now() - begun;
    const seen = `${answer.status}, ${hints.length} hints`;
    note(context, { ...{ attack: 34, input, by: 'standard', seen, requests: 1, ms } });
    expect(answer.status).toBe(status);
    expect([hints, outcomes]).toEqual([[], ['refused']]);
  });

  it('comes to nothing when it is sent again', async (context) => {
    const { send, hints, outcomes } = await webhookServer();
    const begun = performance.now();
    const first = await send(body, signed(body));
    const again = await send(body, signed(body));
    const ms = performance.now() - begun;
    const seen = `${again.status}, no effect`;
    note(context, { attack: 34, input: 'replayed id', by: 'standard', seen, requests: 2, ms });
    expect([first.status, again.status]).toEqual([200, 200]);
    expect([hints, outcomes]).toEqual([[['7']], ['accepted', 'duplicate']]);
  });
});
