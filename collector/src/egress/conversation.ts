// Speaks on a connection of its own and hangs up whatever comes: what kinds that are not HTTP/1.1 ask with.
import type { Connection, ConnectRequest } from './connection.ts';
import { explain } from './explain.ts';
import type { Egress, Phases } from './request.ts';

/** `latencyMs` runs from the open connection to the end of what was said, `totalMs` from DNS. */
export type Conversation<Said> = { said: Said; latencyMs: number; totalMs: number; phases: Phases };

/** `hangUp` parts politely; that is no part of the latency, and it never rejects. */
export type Told<Said> = { said: Said; hangUp?: (() => Promise<void>) | undefined };

/** Speaks, moving the connection's timeline on. */
export type Talk<Said> = (connection: Connection) => Promise<Told<Said>>;

/**
 * Opens a connection and lets `talk` use it until the deadline that connecting began. Rejects
 * with an `EgressError` and with nothing else.
 */
export async function converse<Said>(
  egress: Pick<Egress, 'connect'>,
  asked: ConnectRequest,
  talk: Talk<Said>,
): Promise<Conversation<Said>> {
  const connection = await egress.connect(asked);
  const { timeline, deadline } = connection;
  try {
    const { said, hangUp } = await Promise.race([talk(connection), expiry(deadline)]);
    const conversation = { said, ...timeline.finish(), phases: timeline.phases };
    await hangUp?.();
    return conversation;
  } catch (error) {
    throw explain(error, timeline, deadline.aborted ? asked.deadlineMs : null);
  } finally {
    connection.close();
  }
}

async function expiry(deadline: AbortSignal): Promise<never> {
  return await new Promise((_resolve, reject) => {
    const expire = () => reject(new Error('The time is up.'));
    if (deadline.aborted) expire();
    deadline.addEventListener('abort', expire);
  });
}
