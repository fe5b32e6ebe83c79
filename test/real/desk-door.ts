// A door in front of a real ticket system: it keeps what the system answered, and can hold back an answer.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type DeskDoor = {
  url: string;
  port: number;
  /** Everything that the system answered so far. */
  answered(): string;
  /** From now on the answer to the question number `count` that `path` matches is held back, for ever. */
  holdBack(path: RegExp, count: number): Promise<unknown>;
  /** Nothing is held back any more. */
  letThrough(): void;
  close(): Promise<void>;
};

/** Of the headers of a question. */
const passed = ['accept', 'authorization', 'x-redmine-api-key'];

export async function openDeskDoor(system: string): Promise<DeskDoor> {
  const answers: string[] = [];
  let isHeld: (path: string) => boolean = () => false;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isHeld(request.url ?? '/')) return;
    const headers = new Headers();
    for (const name of passed) headers.set(name, request.headers[name]?.toString() ?? '');
    const answer = await fetch(system + request.url, { headers, redirect: 'manual' });
    const text = await answer.text();
    answers.push(text);
    const date = answer.headers.get('date');
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      ...(date === null ? {} : { date }),
    });
    response.end(text);
  }

  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the door has no port');
  const { port } = address;
  return {
    ...{ url: `http://127.0.0.1:${port}`, port },
    answered: () => answers.join('\n'),
    holdBack: (path, count) => {
      const { promise, resolve } = Promise.withResolvers<null>();
      let seen = 0;
      isHeld = (asked) => {
        if (!path.test(asked)) return seen >= count;
        seen += 1;
        if (seen === count) resolve(null);
        return seen >= count;
      };
      return promise;
    },
    letThrough: () => (isHeld = () => false),
    close: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}
