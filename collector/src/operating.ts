// The commands of whoever looks after an installation: they see the store as a whole, and no fact by itself.
import { backupCommand } from './commands/backup.ts';
import { migrateStorageCommand } from './commands/migrate-storage.ts';
import { restoreCommand } from './commands/restore.ts';
import { verifyCommand } from './commands/verify.ts';
import type { Configuration } from './config/configuration.ts';
import { listFiles } from './config/files.ts';
import { connectorKinds } from './connectors/registry.ts';
import type { Environment } from './environment.ts';
import { evaluateFrom } from './evaluation/evaluator.ts';
import { backUp } from './operations/back-up.ts';
import { checkBackup } from './operations/check-backup.ts';
import type { ChainAfter } from './operations/chain-account.ts';
import type { ReadBlock } from './operations/check-hour.ts';
import { checkTallies, type TalliesParts } from './operations/check-tallies.ts';
import { hashesOf } from './operations/manifest.ts';
import { moveStore } from './operations/move.ts';
import { restore } from './operations/restore.ts';
import { within, type Stores } from './operations/stores.ts';
import { verifyStore } from './operations/verify.ts';
import { probeKinds } from './probes/registry.ts';
import type { Store } from './store/store.ts';
import { version } from './version.ts';

export type OperatingParts = {
  /** Gives the settings and the configuration, or says what is wrong with it and gives 1. */
  withConfiguration(
    work: (environment: Environment, configuration: Configuration) => Promise<number>,
  ): Promise<number>;
  stores: Pick<Stores, 'open' | 'fileOf' | 'nameOf'>;
  readBlock: ReadBlock;
  chainAfter: ChainAfter;
  /** The schema that this release's stores have. */
  schema: number;
  now: () => number;
  write: (text: string) => void;
  writeError: (text: string) => void;
};

type Command = (args: string[]) => Promise<number>;

/** By their names. */
export function operatingCommands(parts: OperatingParts): Record<string, Command> {
  const { withConfiguration } = parts;
  return {
    verify: (args) => withConfiguration((...known) => runVerify(args, parts, ...known)),
    backup: (args) => withConfiguration((...known) => runBackup(args, parts, ...known)),
    restore: (args) => withConfiguration((...known) => runRestore(args, parts, ...known)),
    'migrate-storage': (args) =>
      withConfiguration((_environment, configuration) => runMigration(args, parts, configuration)),
  };
}

/** Samples are stored within this time of their slot; later ones may be under way, in milliseconds. */
const underWayMs = 10 * 60_000;

function storesUnder(
  { agreements }: Configuration,
  { stores, readBlock, chainAfter, now }: OperatingParts,
): Stores {
  const until = now() - underWayMs;
  const isProbed = (type: string) => probeKinds.has(type);
  return {
    ...stores,
    verify: (url, options) =>
      within(stores, url, { ...options, isReader: true }, (store) =>
        verifyStore({ store, agreements, readBlock, chainAfter, until, isProbed }),
      ),
  };
}

async function runVerify(
  args: string[],
  parts: OperatingParts,
  { storeUrl: url }: Environment,
  configuration: Configuration,
): Promise<number> {
  const { agreements } = configuration;
  const stores = storesUnder(configuration, parts);
  const asOf = parts.now() - underWayMs;
  const tallies = (store: Store) =>
    checkTallies({ agreements, asOf, statement: statementsFrom(store, configuration) });
  return verifyCommand(args, {
    ...parts,
    verify: async () => [
      ...(await stores.verify(url)),
      await within(stores, url, { isReader: true }, tallies),
    ],
  });
}

/** Judges from a store under the configuration. */
function statementsFrom(store: Store, { exclusions }: Configuration): TalliesParts['statement'] {
  const isPolled = (type: string) => connectorKinds.has(type);
  return (agreement, period, asOf, fromTallies) =>
    evaluateFrom(store, isPolled, undefined, { fromTallies })({ agreement, exclusions, period, asOf });
}

async function runBackup(
  args: string[],
  parts: OperatingParts,
  { storeUrl: url, configFolder }: Environment,
  configuration: Configuration,
): Promise<number> {
  const stores = storesUnder(configuration, parts);
  return backupCommand(args, {
    ...parts,
    backUp: async (file, mayReplace) => {
      const listing = await listFiles(configFolder);
      const about = {
        ...{ upheld: version, schema: parts.schema, madeAt: stampOf(parts.now()) },
        configuration: await hashesOf(listing.ok ? listing.files : []),
      };
      return backUp({ stores, url, file, mayReplace, about });
    },
  });
}

async function runRestore(
  args: string[],
  parts: OperatingParts,
  { storeUrl: url }: Environment,
  configuration: Configuration,
): Promise<number> {
  const stores = storesUnder(configuration, parts);
  const stamp = stampOf(parts.now()).replaceAll(/[-:]/g, '');
  return restoreCommand(args, {
    ...parts,
    check: (file) => checkBackup({ stores, file, schema: parts.schema }),
    restore: (file, mayReplace) => restore({ stores, file, url, mayReplace, stamp }),
    place: () => stores.nameOf(url),
  });
}

async function runMigration(
  args: string[],
  parts: OperatingParts,
  configuration: Configuration,
): Promise<number> {
  const { agreements } = configuration;
  const stores = storesUnder(configuration, parts);
  return migrateStorageCommand(args, {
    ...parts,
    move: (asked) =>
      moveStore({
        ...{ ...asked, stores, agreements, now: parts.now() },
        statement: (store, agreement, period, asOf) =>
          statementsFrom(store, configuration)(agreement, period, asOf, true),
      }),
  });
}

/** UTC to the second. */
const stampOf = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
