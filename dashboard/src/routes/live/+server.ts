// The pages' stream of changes: browsers talk to the dashboard only, so this relays the collector's.
import { listen } from '#lib/server/live-hub.ts';
import type { RequestHandler } from './$types';

/** Proxies and browsers give up on a silent stream after a minute or more. */
const heartbeatMs = 20_000;

export const GET: RequestHandler = () => {
  let end = () => {};
  const stream = new ReadableStream<string>({
    start(controller) {
      controller.enqueue('retry: 2000\n\n');
      const forget = listen(({ event, data }) => {
        controller.enqueue(`event: ${event}\ndata: ${data}\n\n`);
      });
      const heartbeat = setInterval(() => {
        controller.enqueue(': still here\n\n');
      }, heartbeatMs);
      end = () => {
        clearInterval(heartbeat);
        forget();
      };
    },
    cancel: () => {
      end();
    },
  });
  return new Response(stream.pipeThrough(new TextEncoderStream()), {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  });
};
