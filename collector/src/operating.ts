// The commands of whoever looks after an installation: they see the store as a whole, and no fact by itself.
import { verifyCommand } from './commands/verify.ts';
import type { Configuration } from './config/configuration.ts';
import type { Environment } from './environment.ts';
import type { ReadBlock } from './operations/check-hour.ts';
import type { Check } from './operations/findings.ts';
import { verifyStore } from './operations/verify.ts';
import { probeKinds } from './probes/registry.ts';
import type { Store } from './store/store.ts';

export type OperatingParts = {
  /** Gives the settings and the configuration, or says what is wrong with it and gives 1. */
  withConfiguration(
    work: (environment: Environment, configuration: Configuration) => Promise<number>,
  ): Promise<number>;
  openStore(url: string, options?: { isReader?: boolean }): Promise<Store>;
  readBlock: ReadBlock;
  now: () => number;
  write: (text: string) => void;
  writeError: (text: string) => void;
};

type Command = (args: string[]) => Promise<number>;

/** Samples are stored within this time of their slot; later ones may be under way, in milliseconds. */
const underWayMs = 10 * 60_000;

/** By their names. */
export function operatingCommands(parts: OperatingParts): Record<string, Command> {
  const { withConfiguration } = parts;
  return {
    verify: (args) =>
      withConfiguration(({ storeUrl }, { agreements }) =>
        verifyCommand(args, { ...parts, verify: () => verified(storeUrl, agreements, parts) }),
      ),
  };
}

async function verified(
  url: string,
  agreements: Configuration['agreements'],
  { openStore, readBlock, now }: OperatingParts,
): Promise<Check[]> {
  const store = await openStore(url, { isReader: true });
  try {
    return await verifyStore({
      ...{ store, agreements, readBlock, until: now() - underWayMs },
      isProbed: (type) => probeKinds.has(type),
    });
  } finally {
    await store.close();
  }
}
