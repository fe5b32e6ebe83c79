import { storeErrorFrom } from '@upheld/collector/store/postgres/faults';
import { StoreError } from '@upheld/collector/store/store-error';
import { describe, expect, it } from 'vitest';

const address = 'postgres://upheld:s3cret@db.example.com:5432/facts';

const fault = (code: string, message = 'it says so') => Object.assign(new Error(message), { code });

describe('what PostgreSQL says', () => {
  it.each([
    ['53100', 'full'], // disk_full
    ['57P01', 'lost'], // admin_shutdown
    ['57P03', 'lost'], // cannot_connect_now
    ['08006', 'lost'], // connection_failure
    ['ECONNREFUSED', 'lost'],
    ['ENOTFOUND', 'lost'],
    ['EPIPE', 'lost'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'lost'],
    ['23505', 'invalid'], // unique_violation
    ['22003', 'invalid'], // numeric_value_out_of_range
    ['28P01', 'no-entry'], // invalid_password
    ['3D000', 'no-entry'], // invalid_catalog_name
    ['42501', 'read-only'], // insufficient_privilege
    ['25006', 'read-only'], // read_only_sql_transaction
    ['25P03', 'busy'], // idle_in_transaction_session_timeout
    ['40P01', 'busy'], // deadlock_detected
    ['53300', 'busy'], // too_many_connections
    ['57014', 'busy'], // query_canceled
    ['58030', 'io'], // io_error
    ['XX001', 'corrupt'], // data_corrupted
    ['42P01', 'failed'], // undefined_table
    ['ERR_ASSERTION', 'failed'],
  ])('under the code %s is told as %s', (code, told) => {
    expect(storeErrorFrom(fault(code), address).code).toBe(told);
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout expired',
    'Connection terminated due to connection timeout',
  ])('of a lost connection without a code (%s) is told as lost', (message) => {
    expect(storeErrorFrom(new Error(message), address).code).toBe('lost');
  });

  it('of locks that its shared memory has no room for is told with the setting that makes room', () => {
    const full = storeErrorFrom(Object.assign(fault('53200'), { message: 'out of shared memory' }), address);
    expect(full).toMatchObject({
      code: 'busy',
      message: expect.stringMatching(/out of shared memory; .* raise its max_locks_per_transaction$/),
    });
  });

  it('of a check that a row breaks is told as invalid, of a day that has no partition as busy', () => {
    const check = Object.assign(fault('23514'), { table: 'samples', constraint: 'samples_outcome_check' });
    expect(storeErrorFrom(check, address).code).toBe('invalid');
    const partition = Object.assign(fault('23514'), { table: 'samples', constraint: undefined });
    expect(storeErrorFrom(partition, address)).toMatchObject({
      code: 'busy',
      message: expect.stringContaining('try again'),
    });
  });

  it('of every address of a host is told by the first', () => {
    const both = new AggregateError([
      fault('ECONNREFUSED', 'connect ECONNREFUSED ::1:5432'),
      fault('ETIMEDOUT'),
    ]);
    expect(storeErrorFrom(both, address)).toMatchObject({
      code: 'lost',
      message: expect.stringContaining('connect ECONNREFUSED ::1:5432'),
    });
  });

  it('is told with the database’s name and what to do, and without a password', () => {
    const error = storeErrorFrom(fault('53100', 'could not extend file'), address);
    expect(error.message).toBe(
      'the store postgres://db.example.com:5432/facts: could not extend file; free some space on the server’s disk; writing goes on by itself when there is some',
    );
    expect(JSON.stringify([error, error.cause, error.message])).not.toContain('s3cret');
  });

  it('promises that the store goes on by itself only where it was open', () => {
    const said = 'the store postgres://db.example.com:5432/facts: it says so; ';
    const server = 'see whether the server runs and can be reached';
    const [running, opening] = [false, true].map(
      (isOpening) => storeErrorFrom(fault('57P03'), address, { isOpening }).message,
    );
    expect(running).toBe(`${said}${server}; the store goes on by itself when it does`);
    expect(opening).toBe(`${said}${server}, and try again`);
  });

  it('of a certificate that nobody stands for, and of a file that the address names, is told with what to name', () => {
    const stranger = storeErrorFrom(fault('SELF_SIGNED_CERT_IN_CHAIN'), address, { isOpening: true });
    expect(stranger.message).toContain('by sslrootcert=FILE in UPHELD_STORE_URL, and try again');
    const missing = Object.assign(fault('ENOENT'), { syscall: 'open' });
    expect(storeErrorFrom(missing, address)).toMatchObject({
      code: 'no-entry',
      message: expect.stringContaining('name files in UPHELD_STORE_URL that are there'),
    });
    const socket = Object.assign(fault('ENOENT'), { syscall: 'connect' });
    expect(storeErrorFrom(socket, address).code).toBe('lost');
  });

  it('stays as it is where it is a fault of the store already', () => {
    const error = new StoreError('corrupt', 'as it was');
    expect(storeErrorFrom(error, address)).toBe(error);
  });
});
