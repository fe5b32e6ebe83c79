// Follows one request through the events of its socket and notes on its timeline what happened when.
import type { ClientRequest } from 'node:http';
import { noteOpening } from './opening.ts';
import { EgressError } from './request.ts';
import type { Timeline } from './timeline.ts';

/** A response may be preceded by a few informational ones; more is an attack on the reader. */
const maxInformational = 16;

/** Has to be called before anybody else listens to the request: the first error tells the cause. */
export function watch(request: ClientRequest, timeline: Timeline): void {
  const { hops } = timeline;
  request.once('error', (error) => {
    // What becomes of a request that was left for the next hop is no matter.
    if (timeline.hops === hops) timeline.error ??= error;
  });
  request.once('socket', (socket) => {
    timeline.reused = request.reusedSocket;
    noteOpening(socket, timeline);
  });
  limitInformational(request);
  request.once('upgrade', (_response, socket) => {
    socket.destroy();
    // Node has let go of an upgraded request: destroying it would tell nobody.
    request.emit('error', notHttp('a switch of protocol that nobody asked for'));
  });
  request.once('response', () => timeline.enter('body'));
}

/** Ends a request that is answered with informational responses without end. */
export function limitInformational(request: ClientRequest): void {
  let count = 0;
  request.on('information', () => {
    count += 1;
    if (count > maxInformational) request.destroy(notHttp('more than 16 informational responses'));
  });
}

function notHttp(what: string): EgressError {
  return new EgressError('PROTOCOL', `the server answered with ${what}`);
}
