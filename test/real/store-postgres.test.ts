// The store contract on Debian's PostgreSQL.
import { afterAll, beforeAll, describe } from 'vitest';
import { storeContract } from '../contracts/store.ts';
import { startPostgres, type PostgresServer } from './postgres.ts';
import { isMissing } from './servers.ts';

describe.skipIf(isMissing('postgresql'))('on Debian’s PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  storeContract('postgres', () => server.makeDatabase());
});
