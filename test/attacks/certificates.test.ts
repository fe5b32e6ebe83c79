// Attack 18: certificates that do not hold, and a handshake that never ends.
import { describe, expect, it } from 'vitest';
import { withCertificate } from '../simulator/hostile/certificates.ts';
import { silent } from '../simulator/hostile/endless.ts';
import type { Script } from '../simulator/hostile/server.ts';
import { inWords, meet, slotOf } from './installation.ts';
import { note } from './row.ts';
import { sourceOf } from './specs.ts';

/** The authority that signed all of test/fixtures/tls but one. */
const ca = { ca: { file: 'ca.pem' } };

type Case = [input: string, script: Script, trust: object | undefined, outcome: string, code: string];

const cases: Case[] = [
  ['expired', withCertificate('expired'), ca, 'bad(tls)', 'CERT_HAS_EXPIRED'],
  ['wrong host', withCertificate('wrong-host'), ca, 'bad(tls)', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['self-signed', withCertificate('self-signed'), ca, 'bad(tls)', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['unknown CA', withCertificate('good'), undefined, 'bad(tls)', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['handshake stall', silent, ca, 'bad(timeout)', 'DEADLINE'],
  ['none of it: all is well', withCertificate('good'), ca, 'ok', ''],
];

const ways: [type: string, terms: (port: number) => object][] = [
  ['http', (port) => ({ url: `https://127.0.0.1:${port}/` })],
  ['health-json', (port) => ({ url: `https://127.0.0.1:${port}/` })],
  ['websocket', (port) => ({ url: `wss://127.0.0.1:${port}/` })],
  ['tcp', () => ({ expect: {} })],
];

describe('a certificate', () => {
  it.for(
    cases.flatMap(([input, ...rest]) => ways.map(([type, terms]) => [input, type, terms, ...rest] as const)),
  )(
    'with the fault %s is told by %s',
    async ([input, type, terms, script, trust, outcome, code], context) => {
      const { port, seen } = await meet(script);
      const tls = trust ?? (type === 'tcp' ? true : undefined);
      const source = sourceOf(type, port, { ...terms(port), ...(tls === undefined ? {} : { tls }) });
      const slot = await slotOf(source, { ports: [port] });
      const isWell = outcome === 'ok';
      if (!isWell) {
        const told = `${inWords(slot)} ${slot.words.split(':')[0]}`;
        note(context, { attack: 18, input, by: type, seen: told, ...seen, ms: slot.ms });
      }
      // This server of HTTP knows nothing of WebSocket.
      expect(inWords(slot)).toBe(isWell && type === 'websocket' ? 'bad(status)' : outcome);
      expect(slot.words).toContain(isWell && type === 'websocket' ? '' : code);
      expect(seen.connections).toBe(1);
      expect(seen.requests).toBe(isWell && type !== 'tcp' ? 1 : 0);
    },
  );
});
