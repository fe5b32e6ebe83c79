// The engine for many collectors: a PostgreSQL database, through a pool of connections in a thread of its own.
import type { Engine } from './engine.ts';
import { example, postgresName } from './postgres/address.ts';
import { openRemoteStore } from './thread/remote-store.ts';

/** `postgres://USER:PASSWORD@HOST:PORT/DATABASE`; what the address leaves out, PGHOST and its like say. */
const engineOf = (scheme: string): Engine => ({
  scheme,
  example,
  nameOf: (rest) => postgresName(`${scheme}:${rest}`),
  async open(rest, options) {
    const address = `${scheme}:${rest}`;
    return openRemoteStore({ engine: 'postgres', address, name: postgresName(address), options });
  },
});

/** Both schemes are PostgreSQL's own. */
export const postgres: readonly Engine[] = [engineOf('postgres'), engineOf('postgresql')];
