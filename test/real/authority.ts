// Certificates that openssl makes while a test runs, so that none runs out.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM texts. */
export type Pair = { certificate: string; key: string };

export type Authority = Pair & {
  /** A certificate for `localhost` that this authority signs, valid from now for `days`. */
  issue(name: string, days: number): Promise<Pair>;
  /** An authority that this one signs. */
  delegate(name: string): Promise<Authority>;
  remove(): Promise<void>;
};

const authorityIs = ['-addext', 'basicConstraints=critical,CA:TRUE'];
const serverIs = ['-addext', 'basicConstraints=critical,CA:FALSE', '-addext', 'subjectAltName=DNS:localhost'];

/** An authority of nobody's but the test's, valid for 30 days. */
export async function foundAuthority(name: string): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-authority-'));
  return await found(folder, name, []);
}

async function found(folder: string, name: string, signedBy: string[]): Promise<Authority> {
  const pair = await make(folder, name, 30, [...signedBy, ...authorityIs]);
  const signing = ['-CA', `${name}.pem`, '-CAkey', `${name}.key`];
  return {
    ...pair,
    issue: (server, days) => make(folder, server, days, [...signing, ...serverIs]),
    delegate: (authority) => found(folder, authority, signing),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function make(folder: string, name: string, days: number, terms: string[]): Promise<Pair> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`];
  const argv = ['req', '-x509', '-subj', `/CN=${name}`, '-days', String(days), ...key, ...terms];
  openssl([...argv, '-out', `${name}.pem`], folder);
  const read = (file: string) => readFile(join(folder, file), 'utf8');
  return { certificate: await read(`${name}.pem`), key: await read(`${name}.key`) };
}

/** When a certificate ends, as openssl reads it, in milliseconds since the epoch. */
export function endOf(certificate: string): number {
  return Date.parse(openssl(['x509', '-noout', '-enddate'], tmpdir(), certificate).replace('notAfter=', ''));
}

function openssl(argv: string[], folder: string, input = ''): string {
  const { status, stdout, stderr, error } = spawnSync('openssl', argv, {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`openssl ${argv.join(' ')}: ${stderr}`);
  return stdout;
}
