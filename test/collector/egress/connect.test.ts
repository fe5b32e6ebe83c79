import { beforeAll, describe, expect, it } from 'vitest';
import { EgressError } from '@upheld/collector/egress';
import type { EgressOptions } from '@upheld/collector/egress';
import type { ConnectRequest } from '@upheld/collector/egress/connection';
import { converse } from '@upheld/collector/egress/conversation';
import { closedPort, loopbackEgress, rawServer, tlsServer, trustTestAuthority } from './servers.ts';

beforeAll(trustTestAuthority);

const everything = [{ cidr: '0.0.0.0/0' }, { cidr: '::/0' }];

/** The code and the phase that connecting fails with; `open` where it does not. */
async function failure(asked: Partial<ConnectRequest>, options: Partial<EgressOptions> = {}, ports = [80]) {
  const egress = loopbackEgress(ports, options);
  return await egress.connect({ host: '127.0.0.1', port: 80, tls: null, deadlineMs: 1_000, ...asked }).then(
    ({ close }) => {
      close();
      return 'open';
    },
    (error: unknown) => (error instanceof EgressError ? error.code : `not an EgressError: ${String(error)}`),
  );
}

describe('what a connection never goes to', () => {
  it.each(['10.1.2.3', '127.0.0.2', '::1', '::ffff:7f00:1', '64:ff9b::7f00:1', '2002:7f00:1::', 'fd12::1'])(
    'is %s unless its range is allowed',
    async (host) => {
      expect(await failure({ host }, { allow: [] })).toBe('POLICY');
    },
  );

  it.each([
    '169.254.169.254',
    '168.63.129.16',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%lo',
    '0.0.0.0',
    '::',
    '224.0.0.1',
  ])('is %s although every range is allowed', async (host) => {
    expect(await failure({ host }, { allow: everything })).toBe('POLICY');
  });

  // Other spellings of loopback are names to us, and their addresses are checked when they are known.
  it.each(['2130706433', '127.1', '0x7f.1', '0177.0.0.1', 'localhost'])('is %s', async (host) => {
    expect(await failure({ host }, { allow: [] })).toBe('POLICY');
  });

  it('is a name of which one address is forbidden', async () => {
    const resolve = async () => [
      { address: '127.0.0.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ];
    expect(await failure({ host: 'partner.example' }, { resolve })).toBe('POLICY');
  });

  it('is a listener of our own', async () => {
    const { port } = await rawServer(() => {});
    const ownListeners = () => [{ host: '0.0.0.0', port }];
    expect(await failure({ port }, { ownListeners }, [port])).toBe('POLICY');
    expect(await failure({ port }, {}, [port])).toBe('open');
  });
});

describe('a connection', () => {
  it('goes to the very address that was checked, and asks for the certificate of the name', async () => {
    const { port } = await tlsServer('good', () => {});
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
    };
    const egress = loopbackEgress([port], { resolve });
    const to = { port, tls: {}, deadlineMs: 2_000 };
    const { close, tls, phases, connectedMs } = await egress.connect({ ...to, host: 'localhost' });
    close();
    expect(tls).toEqual({ version: 'TLSv1.3', expiresAt: Date.UTC(2126, 0, 1) });
    expect(asked).toBe(1);
    const { dns = 0, connect = 0, tls: handshake = 0 } = phases;
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'tls']);
    expect(connectedMs).toBeCloseTo(dns + connect + handshake, 5);
  });

  it('goes to another of the checked addresses where one refuses', async () => {
    const { port } = await rawServer(() => {});
    const resolve = async () => [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ];
    expect(await failure({ host: 'partner.example', port }, { resolve }, [port])).toBe('open');
  });

  it('agrees on a protocol where one is asked for', async () => {
    const { port } = await tlsServer('good', () => {});
    const egress = loopbackEgress([port]);
    const asked = { host: 'localhost', port, deadlineMs: 2_000, tls: { alpn: ['http/1.1'] } };
    const { alpn, close } = await egress.connect(asked);
    close();
    expect(alpn).toBe('http/1.1');
  });

  it.each([
    ['ECONNREFUSED', null],
    ['ECONNREFUSED', {}],
  ])('fails with %s where nobody listens', async (code, tls) => {
    const { port } = await closedPort();
    expect(await failure({ port, tls }, {}, [port])).toBe(code);
  });

  it('fails where its name takes longer than there is time', async () => {
    const egress = loopbackEgress([80], { resolve: () => new Promise(() => {}) });
    const asked = { host: 'partner.example', port: 80, tls: null, deadlineMs: 100 };
    await expect(egress.connect(asked)).rejects.toMatchObject({ code: 'DEADLINE', phase: 'dns' });
  });

  it('fails where the server hangs up in the handshake', async () => {
    const { port } = await rawServer((socket) => socket.once('data', () => socket.end()));
    expect(await failure({ port, tls: {} }, {}, [port])).toBe('ECONNRESET');
  });

  it('fails where what stands for our certificate cannot be used', async () => {
    expect(await failure({ tls: { ca: 'nonsense' } })).toBe('CREDENTIALS');
  });
});

describe('what is said on a connection', () => {
  const asked = (port: number) => ({ host: '127.0.0.1', port, tls: null, deadlineMs: 200 });

  it('is cut at the deadline that connecting began, and the socket with it', async () => {
    const closed = Promise.withResolvers<boolean>();
    const { port } = await rawServer((socket) => socket.once('close', () => closed.resolve(true)));
    const talk = converse(loopbackEgress([port]), asked(port), () => new Promise<never>(() => {}));
    await expect(talk).rejects.toMatchObject({ code: 'DEADLINE', phase: 'firstByte' });
    expect(await closed.promise).toBe(true);
  });

  it.each([
    ['said', async () => ({ said: null })],
    ['failed', () => Promise.reject(new Error('broken'))],
  ])('ends the connection as soon as it is %s', async (_word, talk) => {
    const closed = Promise.withResolvers<boolean>();
    const { port } = await rawServer((socket) => socket.once('close', () => closed.resolve(true)));
    // The deadline is later than that of this test.
    await converse(loopbackEgress([port]), { ...asked(port), deadlineMs: 600_000 }, talk).catch(() => null);
    expect(await closed.promise).toBe(true);
  });

  it('fails with an EgressError and with nothing else', async () => {
    const { port } = await rawServer(() => {});
    const talk = converse(loopbackEgress([port]), asked(port), () => Promise.reject(new Error('broken')));
    await expect(talk).rejects.toBeInstanceOf(EgressError);
  });

  it('survives a server that resets the connection later', async () => {
    const { port } = await rawServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const talk = converse(loopbackEgress([port]), asked(port), async ({ socket }) => {
      socket.write('x');
      return await new Promise<never>((_resolve, reject) => socket.once('error', reject));
    });
    await expect(talk).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('is timed: the phases add up to the total', async () => {
    const { port } = await rawServer((socket) => socket.write('hello'));
    const { latencyMs, totalMs, phases } = await converse(
      loopbackEgress([port]),
      asked(port),
      async ({ socket, timeline }) => {
        const said = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
        timeline.enter('body');
        return { said };
      },
    );
    const { connect = 0, firstByte = 0, body = 0 } = phases;
    expect(totalMs).toBeCloseTo(connect + firstByte + body, 5);
    expect(latencyMs).toBeCloseTo(firstByte + body, 5);
  });
});
