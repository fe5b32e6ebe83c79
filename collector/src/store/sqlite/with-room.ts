// A call that finds the disk full is made once more with the room that was kept in reserve.
import type { Store } from '../store.ts';
import { isFull } from './faults.ts';

/** The same store; `giveBack` says whether there was room to give. A failed call had stored nothing. */
export function withRoom(store: Store, giveBack: () => boolean): Store {
  return new Proxy(store, {
    get(_, name): unknown {
      const method: unknown = Reflect.get(store, name);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]): Promise<unknown> => {
        try {
          return await Reflect.apply(method, store, args);
        } catch (error) {
          if (!isFull(error) || !giveBack()) throw error;
          return await Reflect.apply(method, store, args);
        }
      };
    },
  });
}
