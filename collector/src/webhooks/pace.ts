// How often hints may make us ask a desk: whoever can sign, or has overheard one who can, shall not have us hammer it.
import type { Clock } from '../clock.ts';
import { targetKey } from '../collect/target.ts';
import type { SourceKey } from '../store/store.ts';

/** A desk is to be read: these tickets, or what changed where there are none. Returns at once. */
export type Hint = (desk: SourceKey, tickets: string[]) => void;

export type Pace = { give: Hint; stop(): void };

const minuteMs = 60_000;

/** Of one source in a minute; what comes beyond is one look at all that changed, when the minute ends. */
const most = 60;

/** Hands hints on to `hint`. Whoever has it give some stops it. */
export function createPace(clock: Pick<Clock, 'monotonic' | 'setTimer'>, hint: Hint): Pace {
  const minutes = new Map<string, { endsAt: number; given: number }>();
  /** How looks that are still to come are taken back. */
  const looks = new Map<string, () => void>();

  function minuteOf(key: string): { endsAt: number; given: number } {
    const now = clock.monotonic();
    const last = minutes.get(key);
    if (last !== undefined && now < last.endsAt) return last;
    const next = { endsAt: now + minuteMs, given: 0 };
    minutes.set(key, next);
    return next;
  }

  return {
    give(desk, tickets) {
      const key = targetKey(desk);
      const minute = minuteOf(key);
      minute.given += 1;
      if (minute.given <= most) return hint(desk, tickets);
      if (looks.has(key)) return;
      const look = () => {
        looks.delete(key);
        hint(desk, []);
      };
      looks.set(key, clock.setTimer(look, minute.endsAt - clock.monotonic()));
    },
    stop() {
      for (const cancel of looks.values()) cancel();
      looks.clear();
    },
  };
}
