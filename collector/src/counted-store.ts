// A store that tells how it is used: every call, how long it took, and whether it failed.
import type { Clock } from './clock.ts';
import type { Store } from './store/store.ts';

/** `error` is null where the call succeeded. */
export type OnCall = (operation: string, tookMs: number, error: unknown) => void;

/** The same store; each call is told once it has ended. */
export function countedStore(store: Store, clock: Pick<Clock, 'monotonic'>, onCall: OnCall): Store {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...asked: unknown[]) => {
        const started = clock.monotonic();
        const tell = (error: unknown) => onCall(String(name), clock.monotonic() - started, error);
        try {
          const answer: unknown = await Reflect.apply(method, target, asked);
          tell(null);
          return answer;
        } catch (error) {
          tell(error);
          throw error;
        }
      };
    },
  });
}
