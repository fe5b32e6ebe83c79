// What PostgreSQL and the way to it say, as a StoreError that tells the operator what to do.
import { StoreError, type StoreErrorCode } from '../store-error.ts';
import { postgresName } from './address.ts';

/** `onward`: what follows the advice once the store is open; whoever cannot open it has to try again. */
type Fault = { code: StoreErrorCode; advice: string; onward?: string };

const away = { code: 'lost', onward: 'the store goes on by itself when it does' } as const;
const lost: Fault = { ...away, advice: 'see whether the server runs and can be reached' };
const distrusted: Fault = {
  ...away,
  advice:
    'name the file of the authority that signed the server’s certificate by sslrootcert=FILE in UPHELD_STORE_URL',
};
const unreadable: Fault = {
  code: 'no-entry',
  advice: 'name files in UPHELD_STORE_URL that are there and that this user may read',
};
const refused: Fault = { code: 'invalid', advice: 'the rows break a rule of the store and were not stored' };
const dayGone: Fault = {
  code: 'busy',
  advice: 'another process let go of the day while rows came for it; try again',
};
const noEntry: Fault = {
  code: 'no-entry',
  advice: 'see that UPHELD_STORE_URL names a database that exists, a role that may open it, and its password',
};

/** Its locks are in shared memory, and PostgreSQL says the same of both. */
const memory =
  'the server’s memory is used up; where it speaks of shared memory, raise its max_locks_per_transaction';

/** By SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html); a class of two characters stands for its codes. */
const faults = new Map<string, Fault>([
  ['08', lost],
  ['22', refused],
  ['23', refused],
  ['28', noEntry],
  ['3D', noEntry],
  ['25006', { code: 'read-only', advice: 'name the primary server in UPHELD_STORE_URL, not a standby' }],
  ['25P03', { code: 'busy', advice: 'a transaction was left waiting for longer than 5 s; try again' }],
  ['40', { code: 'busy', advice: 'other processes changed the same rows; try again' }],
  ['42501', { code: 'read-only', advice: 'give its role the right to make and write tables in its schema' }],
  ['53', { code: 'busy', advice: 'the server has no room for it now; see its limits and its log' }],
  ['53200', { code: 'busy', advice: memory }],
  ['53300', { code: 'busy', advice: 'the server has no connection left; raise its max_connections' }],
  [
    '53100',
    {
      ...{ code: 'full', advice: 'free some space on the server’s disk' },
      onward: 'writing goes on by itself when there is some',
    },
  ],
  ['55P03', { code: 'busy', advice: 'another process holds its lock; try again' }],
  [
    '57014',
    { code: 'busy', advice: 'it took longer than 20 s; see what else the server does, and try again' },
  ],
  ['57P', lost],
  ['58', { code: 'io', advice: 'the server’s disk failed; look at the disk and the server’s log' }],
  [
    'XX001',
    { code: 'corrupt', advice: 'the server found damaged data; look at its log and put back a backup' },
  ],
  ['XX002', { code: 'corrupt', advice: 'the server found a damaged index; look at its log and reindex' }],
]);

/** What sockets and name servers say. */
const connectionCodes =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_\w+|EHOST\w+|ENET\w+|ENOENT|EACCES|ERR_TLS_\w+|ERR_SSL_\w+|\w*CERT\w*)$/;

/** What OpenSSL says of a certificate that no authority stands for. */
const strangerCodes = /^((DEPTH_ZERO_)?SELF_SIGNED_CERT(_IN_CHAIN)?|UNABLE_TO_\w+)$/;

/** What the client says of a connection that ended or never came about; it gives no code. */
const connectionWords =
  /connection (terminated|ended|is closed)|timeout|not queryable|server does not support SSL/i;

/**
 * Gives `error` as a StoreError about the database at `address`, of which no password is told. `isOpening`: the store
 * was not open yet.
 */
export function storeErrorFrom(error: unknown, address: string, { isOpening = false } = {}): StoreError {
  if (error instanceof StoreError) return error;
  const name = postgresName(address);
  const said = wordsOf(error);
  const fault = faultOf(error);
  if (fault === undefined) {
    return new StoreError(
      'failed',
      `the store ${name} failed: ${said}; this is a defect of Upheld, please report it`,
      { cause: said },
    );
  }
  const { code, advice, onward } = fault;
  const then = onward === undefined ? '' : isOpening ? ', and try again' : `; ${onward}`;
  return new StoreError(code, `the store ${name}: ${said}; ${advice}${then}`, { cause: said });
}

export const sqlStateOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** A row that has no partition breaks a check that has no name (23514), as no check of a table does. */
export const lacksPartition = (error: unknown): boolean =>
  sqlStateOf(error) === '23514' &&
  !(error instanceof Error && 'constraint' in error && error.constraint !== undefined);

function faultOf(error: unknown): Fault | undefined {
  // All addresses of a host failed, each with an error of its own.
  if (error instanceof AggregateError) return faultOf(error.errors[0]);
  if (lacksPartition(error)) return dayGone;
  const code = sqlStateOf(error);
  const known = faults.get(code) ?? faults.get(code.slice(0, 3)) ?? faults.get(code.slice(0, 2));
  if (known !== undefined && /^[0-9A-Z]{5}$/.test(code)) return known;
  if (strangerCodes.test(code)) return distrusted;
  if (isOfFile(error)) return unreadable;
  return connectionCodes.test(code) || connectionWords.test(wordsOf(error)) ? lost : undefined;
}

/** A file that the address names, such as `sslrootcert`. */
const isOfFile = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && error.syscall === 'open';

function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return wordsOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
