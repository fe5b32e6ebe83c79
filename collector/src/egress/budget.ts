// A door with a budget: what must be had before a request leaves, so that no kind, however it is written,
// sends more than a slot may cost or a partner has to bear.
import type { Allowance } from './allowance.ts';
import type { Credentials } from './credentials.ts';
import { EgressError, type Egress } from './request.ts';

/** Both refuse with an `EgressError`: `BUDGET` where all is spent, `NO_ROOM` where the partner's allowance is. */
export type Budget = {
  /** Has to be had before a request leaves; gives what to call when it is over. */
  take(): Promise<() => void>;
  /** One further request of one that was taken: where a redirect leads. */
  hop(): void;
};

export type BudgetTerms = {
  allowance: Allowance;
  /** How many requests may leave in all. */
  most: number;
  /** Until when the request that is about to leave may wait for room, in monotonic milliseconds. */
  until: () => number;
};

/** A budget of which nothing is spent. */
export function createBudget({ allowance, most, until }: BudgetTerms): Budget {
  let left = most;
  const spend = () => {
    if (left < 1) throw new EgressError('BUDGET', spentWords(most));
    left -= 1;
  };
  return {
    async take() {
      spend();
      const leave = await allowance.enter(until());
      if (leave === null) throw new EgressError('NO_ROOM', noRoomWords);
      return leave;
    },
    hop() {
      spend();
      allowance.charge();
    },
  };
}

/** The same door, with `budget` to be had for every request. */
export function limited(egress: Egress, { take, hop }: Budget): Egress {
  return {
    async request(asked) {
      const leave = await take();
      const onHop = () => {
        asked.onHop?.();
        hop();
      };
      try {
        return await egress.request({ ...asked, onHop });
      } finally {
        leave();
      }
    },
    async connect(asked) {
      const leave = await take();
      try {
        const connection = await egress.connect(asked);
        connection.socket.once('close', leave);
        return connection;
      } catch (error) {
        leave();
        throw error;
      }
    },
    async query(asked) {
      const leave = await take();
      try {
        return await egress.query(asked);
      } finally {
        leave();
      }
    },
  };
}

/**
 * Credentials that prove who asks no more than `most` times: each proof may cost a request for a token, which
 * leaves through `door`.
 */
export function limitedProofs(
  credentials: Credentials,
  most: number,
  door: Pick<Egress, 'request'>,
): Credentials {
  let left = most;
  return async (terms, deadlineMs) => {
    if (left < 1) return { ok: false, words: 'this attempt has shown who asks as often as it may' };
    left -= 1;
    return await credentials(terms, deadlineMs, door);
  };
}

function spentWords(most: number): string {
  return `this would be one request more than the ${most} that an attempt may make`;
}

const noRoomWords =
  'the agreement is asked as much as politeness in the settings allows, and no room came in time; raise it there, or ask less often';
