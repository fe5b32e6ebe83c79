// Attacks 7 and 8: servers that lead astray.
import { describe, expect, it } from 'vitest';
import { withCertificate } from '../simulator/hostile/certificates.ts';
import { well } from '../simulator/hostile/endless.ts';
import { chain, loop, redirectTo } from '../simulator/hostile/redirects.ts';
import { inWords, meet, slotOf } from './installation.ts';
import { note } from './row.ts';
import { overHttpTypes, sourceOf } from './specs.ts';

const nobody = { connections: 0, requests: 0 };

describe('a redirect that no file asked to follow', () => {
  it.for([...overHttpTypes, 'websocket'])('is what %s found, and leads nowhere', async (type, context) => {
    const inside = await meet(well);
    const { port, seen } = await meet(redirectTo(`http://127.0.0.1:${inside.port}/`));
    const slot = await slotOf(sourceOf(type, port), { ports: [port, inside.port] });
    note(context, {
      ...{ attack: 7, input: '302 to a port of ours', by: type, ...seen, ms: slot.ms },
      seen: `${inWords(slot)}, status ${slot.status}, ${inside.seen.connections} connections there`,
    });
    expect(slot).toMatchObject({ outcome: 'bad', reason: 'redirect', status: 302 });
    expect(seen).toEqual({ connections: 1, requests: 1 });
    expect(inside.seen).toEqual(nobody);
  });
});

describe('redirects that a file asks to follow', () => {
  const following = (port: number, rest: object) => sourceOf('http', port, { redirects: 3, ...rest });

  it.for([
    ['a loop', loop, 'a', 2],
    ['a 4th hop', chain, '0', 4],
  ] as const)('end at %s', async ([input, script, path, requests], context) => {
    const { port, seen } = await meet(script);
    const slot = await slotOf(following(port, { url: `http://127.0.0.1:${port}/${path}` }), {
      ports: [port],
    });
    note(context, { attack: 8, input, by: 'http', seen: inWords(slot), ...seen, ms: slot.ms });
    expect(inWords(slot)).toBe('bad(redirect)');
    expect(seen).toEqual({ connections: requests, requests });
  });

  it('end where they lead from https to http', async (context) => {
    const { port, seen } = await meet({
      ...withCertificate('good'),
      // The host and the port are the first URL's own, so that nothing but the scheme speaks against it.
      say: (socket, request) => redirectTo(`http://127.0.0.1:${port}/`).say(socket, request),
    });
    const terms = { url: `https://127.0.0.1:${port}/`, tls: { ca: { file: 'ca.pem' } } };
    const slot = await slotOf(following(port, terms), { ports: [port] });
    note(context, { attack: 8, input: 'https->http', by: 'http', seen: inWords(slot), ...seen, ms: slot.ms });
    expect(inWords(slot)).toBe('bad(redirect)');
    expect(seen).toEqual({ connections: 1, requests: 1 });
  });

  it('end at an address that settings leave closed', async (context) => {
    const { port, seen } = await meet({
      // The port is the first URL's own, so that nothing but the address speaks against it.
      say: (socket, request) => redirectTo(`http://127.0.0.2:${port}/`).say(socket, request),
    });
    const inside = await meet(well, port, '127.0.0.2');
    const slot = await slotOf(following(port, {}), { ports: [port] });
    note(context, {
      attack: 8,
      input: 'to a closed address',
      by: 'http',
      seen: inWords(slot),
      ...seen,
      ms: slot.ms,
    });
    expect(inWords(slot)).toBe('bad(redirect)');
    expect(seen).toEqual({ connections: 1, requests: 1 });
    expect(inside.seen).toEqual(nobody);
  });
});
