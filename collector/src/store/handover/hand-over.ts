// The store as an import holds it while another process writes it: every call goes to that process.
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { StoreError } from '../store-error.ts';
import type { ImportStore } from '../store.ts';
import { frameOf, longestMessage, messagesIn } from './frames.ts';
import { reply, type SentRequest } from './messages.ts';
import { socketOf } from './socket.ts';

/** Null where nobody listens beside the store at `path`. */
export async function handOver(path: string): Promise<ImportStore | null> {
  const socket = createConnection(socketOf(path));
  try {
    await once(socket, 'connect');
  } catch {
    return null;
  }
  return storeBehind(socket, path);
}

/** Results are those of the methods asked, which messages do not tell the compiler. */
const resultOf = <Result>(answer: Promise<unknown>): Promise<Result> => answer as Promise<Result>;

function storeBehind(socket: Socket, path: string): ImportStore {
  const replies = messagesIn(socket);
  let before: Promise<unknown> = Promise.resolve();
  const ask = async (asked: SentRequest): Promise<unknown> => {
    const frame = frameOf(asked);
    if (frame.length > longestMessage) throw tooLong(path);
    socket.write(frame);
    const { done, value } = await replies.next().catch(() => ({ done: true, value: null }));
    if (done === true) throw ended(path);
    const answer = reply.parse(value);
    if ('result' in answer) return answer.result;
    const { code, message } = answer.failure;
    throw new StoreError(code, message);
  };
  /** One at a time, because answers bear no name. */
  const inTurn = (asked: SentRequest): Promise<unknown> => {
    const answer = before.then(() => ask(asked));
    before = answer.catch(() => undefined);
    return answer;
  };
  socket.on('error', () => socket.destroy());
  return {
    putSamples: (argument) => resultOf(inTurn({ method: 'putSamples', argument })),
    putTicketEvents: (argument) => resultOf(inTurn({ method: 'putTicketEvents', argument })),
    putLoadTests: (argument) => resultOf(inTurn({ method: 'putLoadTests', argument })),
    async close() {
      await before;
      socket.destroy();
    },
  };
}

const ended = (path: string): StoreError =>
  new StoreError(
    'closed',
    `the process that holds the store ${path} ended the connection; start the import again, with the release that runs there: what it has stored is known`,
  );

const tooLong = (path: string): StoreError =>
  new StoreError(
    'invalid',
    `a batch is too long for the process that holds the store ${path}; stop that and start the import again`,
  );
