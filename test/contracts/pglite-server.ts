// A socket before PGlite, which has one session. A connection has it to itself from its first message until the server
// is ready for another query outside of a transaction; the others wait, as behind a lock of the whole database.
// (pglite-socket takes turns by single messages, so that one client's statement is bound to another's parameters.)
import type { PGlite } from '@electric-sql/pglite';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

type GiveBack = () => void;

export type Turns = { take(): Promise<GiveBack> };

/** Who asks first has the first turn; each gives it back by calling what it got. */
export function turns(): Turns {
  let last = Promise.resolve();
  return {
    async take() {
      const before = last;
      let giveBack: GiveBack = () => undefined;
      last = new Promise((resolve) => (giveBack = resolve));
      await before;
      return giveBack;
    },
  };
}

/** Listens on a free port of loopback. */
export async function servePglite(db: PGlite, queue: Turns): Promise<Server> {
  const server = createServer({ noDelay: true }, (socket) => serve(db, queue, socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function serve(db: PGlite, queue: Turns, socket: Socket): void {
  let received = Buffer.alloc(0);
  let work = Promise.resolve();
  let giveBack: GiveBack | null = null;
  const answer = async (message: Buffer): Promise<void> => {
    if (isTerminate(message)) return void socket.end();
    if (message.length === 8) return void socket.write('N'); // SSLRequest: there is none
    giveBack ??= await queue.take();
    const said = await db.execProtocolRaw(message);
    if (socket.writable) socket.write(said);
    if (!isReady(said)) return;
    giveBack();
    giveBack = null;
  };
  const leave = async (): Promise<void> => {
    if (giveBack === null) return;
    await db.execProtocolRaw(sync);
    await db.exec('rollback');
    giveBack();
  };
  socket.on('data', (data: Buffer) => {
    received = Buffer.concat([received, data]);
    for (let length = lengthOf(received); length <= received.length; length = lengthOf(received)) {
      const message = received.subarray(0, length);
      received = received.subarray(length);
      work = work.then(() => answer(message));
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => (work = work.then(leave)));
}

/** Of the first message, as far as can be told. Only the first ones of a connection begin with their length. */
function lengthOf(received: Buffer): number {
  if (received.length < 5) return Infinity;
  return received[0] === 0 ? received.readInt32BE(0) : 1 + received.readInt32BE(1);
}

const sync = Uint8Array.of('S'.charCodeAt(0), 0, 0, 0, 4);

const isTerminate = (message: Buffer): boolean => message[0] === 'X'.charCodeAt(0);

/** ReadyForQuery, outside of a transaction. */
const isReady = (said: Uint8Array): boolean =>
  Buffer.from(said.slice(-6)).equals(Buffer.from([0x5a, 0, 0, 0, 5, 'I'.charCodeAt(0)]));
