// A socket of which no more than a number of bytes is read, for protocols whose reader tells nobody of all
// that it reads: a server may pour frames at it that ask for nothing and mean nothing.
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { EgressError } from './request.ts';

/** How much is read of a connection, in bytes. */
const maxBytes = 64 * 1024;

/** Fails with code PROTOCOL, and hangs up, once more than 64 KiB have come. */
export class Capped extends Duplex {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    const before = socket.bytesRead;
    socket.on('data', (chunk: Buffer) => {
      if (socket.bytesRead - before > maxBytes) {
        this.destroy(new EgressError('PROTOCOL', 'the server answered with more than 64 KiB'));
      } else if (!this.push(chunk)) socket.pause();
    });
    socket.once('end', () => this.push(null));
    socket.once('error', (error) => this.destroy(error));
    socket.once('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
