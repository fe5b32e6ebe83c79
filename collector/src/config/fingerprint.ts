// What a configuration says as hashes, so that processes on one store can tell whether they work with the same.
import { createHash } from 'node:crypto';
import type { Configuration } from './configuration.ts';

/**
 * SHA-256 by what it is of. Files, their order and their comments do not count. Settings are compared among processes
 * of one vantage: those elsewhere have their own gateways and ranges; only what lets go of rows of all is told with the terms.
 */
export function fingerprintsOf({ settings, ...terms }: Configuration): Record<string, string> {
  const { agreements, amendments, exclusions } = terms;
  const { vantage, retention } = settings;
  const named = [agreements, amendments, exclusions].map(byName);
  return { terms: hashOf([...named, retention]), [`settings/${vantage}`]: hashOf(settings) };
}

/** The same for as long as the configuration is: it is asked for every second. */
export function fingerprinting(current: () => Configuration): () => Record<string, string> {
  let of: Configuration | null = null;
  let known: Record<string, string> = {};
  return () => {
    const configuration = current();
    if (of !== configuration) known = fingerprintsOf(configuration);
    of = configuration;
    return known;
  };
}

const byName = (records: readonly { name: string }[]) =>
  records.toSorted((a, b) => (a.name < b.name ? -1 : 1));

const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value, inOrder)).digest('hex');

/** In which order a file has its keys says nothing. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
