// One connection to the collector's stream of changes, shared by every open page. It lives while somebody
// listens and comes back by itself when the collector does.
import { openEvents } from './collector.ts';

/** What pages are told: facts changed, or the collector came or went. */
export type LiveEvent = { event: 'changed' | 'up' | 'down'; data: string };
type Listener = (event: LiveEvent) => void;

const retryMs = { first: 500, longest: 10_000 };
const listeners = new Set<Listener>();
let connection: AbortController | null = null;
let state: 'up' | 'down' = 'down';

/** Adds a listener, which hears the present state at once; the returned function takes it away again. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  if (connection === null) {
    connection = new AbortController();
    void follow(connection.signal);
  } else {
    listener({ event: state, data: '{}' });
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    connection?.abort();
    connection = null;
  };
}

async function follow(signal: AbortSignal): Promise<void> {
  let wait = retryMs.first;
  while (!signal.aborted) {
    const reached = await relay(signal).catch(() => false);
    if (signal.aborted) return;
    tell('down', '{}');
    wait = reached ? retryMs.first : Math.min(wait * 2, retryMs.longest);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** Follows one connection to its end; false where there was none. */
async function relay(signal: AbortSignal): Promise<boolean> {
  const answer = await openEvents(signal);
  if (!answer.ok || answer.body === null) return false;
  tell('up', '{}');
  let unread = '';
  try {
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (unread + chunk).split(/\r?\n\r?\n/);
      unread = blocks.pop() ?? '';
      for (const block of blocks) read(block);
    }
  } catch {
    // A connection that breaks has been one all the same: the next try comes soon.
  }
  return true;
}

function read(block: string): void {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
  if (field('event') === 'changed') tell('changed', field('data') ?? '{}');
}

function tell(event: LiveEvent['event'], data: string): void {
  if (event !== 'changed') state = event;
  for (const listener of listeners) listener({ event, data });
}
