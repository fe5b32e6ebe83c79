// The entry point of `upheld`: reads what was asked for and hands each command what it needs.
import { systemClock } from './clock.ts';
import { checkConfig } from './commands/check-config.ts';
import { definitionsCommand } from './commands/definitions.ts';
import { doctor } from './commands/doctor.ts';
import { evaluate, type EvaluateParts } from './commands/evaluate.ts';
import { explainPromise } from './commands/explain.ts';
import { heartbeatsCommand } from './commands/heartbeats.ts';
import { help } from './commands/help.ts';
import { importCommand } from './commands/import.ts';
import { schema } from './commands/schema.ts';
import { usages } from './commands/usages.ts';
import { webhooksCommand } from './commands/webhooks.ts';
import { whatIfCommand } from './commands/what-if.ts';
import { faultLine } from './config/fault.ts';
import { warningLine } from './config/warning.ts';
import { loadConfiguration } from './config/load.ts';
import type { Configuration } from './config/configuration.ts';
import { connectorKinds } from './connectors/registry.ts';
import { EnvironmentError, readEnvironment, variables } from './environment.ts';
import type { Environment } from './environment.ts';
import { evaluateFrom } from './evaluation/evaluator.ts';
import { questionsTo, type Questions } from './evaluation/questions.ts';
import { heartbeatKey, sharedKey } from './heartbeat/key.ts';
import { openInstallation } from './installation.ts';
import { kinds } from './kinds.ts';
import { createLog } from './log.ts';
import { operatingCommands } from './operating.ts';
import { probeKinds } from './probes/registry.ts';
import { runUntilStopped } from './process.ts';
import type { Role } from './roles.ts';
import type { LoadResult } from './running.ts';
import { openBlock } from './store/blocks/block.ts';
import { chainAfter } from './store/blocks/chain.ts';
import { rowsOf } from './store/blocks/hour.ts';
import { steps } from './store/migrations/steps.ts';
import { isShared, openForImport, openStore, storeFile, storeName, takeImports } from './store/registry.ts';
import type { OpenOptions } from './store/engine.ts';
import { StoreError, type StoreErrorCode } from './store/store-error.ts';
import type { Store } from './store/store.ts';
import { trafficKinds } from './traffic/registry.ts';
import { version } from './version.ts';

const configurationFault = 78; // sysexits.h EX_CONFIG

/** What a store throws where UPHELD_STORE_URL is at fault. */
const storeSettings: readonly StoreErrorCode[] = ['unknown-engine', 'bad-url', 'no-entry'];

const write = (text: string) => void process.stdout.write(text);
const writeError = (text: string) => void process.stderr.write(text);
const terminal = { now: Date.now, write, writeError };
const log = createLog();
const isPolled = (type: string) => connectorKinds.has(type);

const commands: Record<string, (args: string[]) => Promise<number>> = {
  run: () => runProcess('run'),
  collect: () => runProcess('collect'),
  serve: () => runProcess('serve'),
  'check-config': (args) =>
    checkConfig(args, { kinds, folder: readEnvironment().configFolder, now: Date.now, write, writeError }),
  schema: async () => {
    write(schema(kinds));
    return 0;
  },
  evaluate: (args) => withStatements((parts) => evaluate(args, parts)),
  explain: (args) => withStatements((parts) => explainPromise(args, parts)),
  definitions: runDefinitions,
  'what-if': runWhatIf,
  doctor: runDoctor,
  heartbeats: runHeartbeats,
  webhooks: runWebhooks,
  import: runImport,
  ...operatingCommands({
    ...{ ...terminal, withConfiguration, schema: steps.length },
    stores: { open: openStore, fileOf: storeFile, nameOf: storeName },
    readBlock: (block) => rowsOf(openBlock(block)),
    chainAfter,
  }),
  '--help': async () => {
    write(help(variables));
    return 0;
  },
  '--version': async () => {
    write(`${version}\n`);
    return 0;
  },
};

process.exitCode = await run(process.argv.slice(2));

async function run([name = 'run', ...args]: string[]): Promise<number> {
  const command = commands[name];
  if (command === undefined) {
    writeError(`upheld: there is no command "${name}"\n\n${help(variables)}`);
    return 2;
  }
  if (args.includes('--help')) {
    const usage = usages.get(name);
    write(usage === undefined ? help(variables) : `usage: ${usage}\n`);
    return 0;
  }
  try {
    return await command(args);
  } catch (error) {
    if (!(error instanceof EnvironmentError || error instanceof StoreError)) throw error;
    writeError(`upheld: ${error.message}\n`);
    const isSetting = error instanceof EnvironmentError || storeSettings.includes(error.code);
    return isSetting ? configurationFault : 1;
  }
}

async function runProcess(role: Role): Promise<number> {
  const environment = readEnvironment();
  return runUntilStopped({
    ...{ role, environment, log, load: loadFrom(environment), isShared: isShared(environment.storeUrl) },
    openStore: () => openOwnStore(environment),
    refuse(faults) {
      writeError(`${faults.join('\n')}\nupheld: not started; mend these and start again\n`);
      return configurationFault;
    },
  });
}

/** The store as a process holds it that runs for long: with room for a full disk, and open to imports beside it. */
async function openOwnStore({ storeUrl, reserveBytes }: Environment): Promise<Store> {
  const store = await openStore(storeUrl, { reserveBytes });
  const warn = (error: unknown) => log.warn({ event: 'store', warning: String(error) });
  await store.check().catch(warn);
  const leave = await takeImports(storeUrl, store).catch(warn);
  const close = async () => {
    await leave?.();
    await store.close();
  };
  return { ...store, close };
}

/** Gives a command the statements of the agreements, judged from the store. */
async function withStatements(command: (parts: EvaluateParts) => Promise<number>): Promise<number> {
  return withConfiguration(({ storeUrl }, { agreements }, exclusions) =>
    withStore(storeUrl, (store) => {
      const judge = evaluateFrom(store, isPolled);
      return command({
        ...{ agreements, ...terminal },
        statement: (agreement, period, asOf) => judge({ agreement, exclusions, period, asOf }),
      });
    }),
  );
}

async function runDefinitions(args: string[]): Promise<number> {
  return withQuestions((questions, agreements, exclusions) =>
    definitionsCommand(args, {
      ...{ agreements, ...terminal },
      definitions: (agreement, asked) => questions.definitions({ ...asked, agreement, exclusions }),
    }),
  );
}

async function runWhatIf(args: string[]): Promise<number> {
  return withQuestions((questions, agreements, exclusions) =>
    whatIfCommand(args, {
      ...{ agreements, ...terminal },
      whatIf: (agreement, asked) => questions.whatIf({ ...asked, agreement, exclusions }),
    }),
  );
}

async function withQuestions(
  work: (
    questions: Questions,
    agreements: Configuration['agreements'],
    exclusions: Configuration['exclusions'],
  ) => Promise<number>,
): Promise<number> {
  return withConfiguration(({ storeUrl }, { agreements }, exclusions) =>
    withStore(storeUrl, (store) => work(questionsTo(store, isPolled), agreements, exclusions)),
  );
}

async function runDoctor(args: string[]): Promise<number> {
  return await doctor(args, {
    open: (folder) => openInstallation(folder, loadFrom),
    ...{ connectors: connectorKinds, probes: probeKinds, traffic: trafficKinds },
    ...{ clock: systemClock, write, writeError },
  });
}

async function runHeartbeats(args: string[]): Promise<number> {
  return withConfiguration((environment, { agreements }) => {
    const list = async (store: Store) => {
      const { storeUrl, dataFolder } = environment;
      const key = await (isShared(storeUrl) ? sharedKey(dataFolder, store) : heartbeatKey(dataFolder));
      return heartbeatsCommand(args, { agreements, environment, key, store, ...terminal });
    };
    // Partners are told their URLs before the first start.
    return withStore(environment.storeUrl, list, {
      isReader: !isShared(environment.storeUrl),
      mayBeMissing: true,
    });
  });
}

async function runWebhooks(args: string[]): Promise<number> {
  return withConfiguration(async (environment, { agreements }) =>
    webhooksCommand(args, { agreements, connectors: connectorKinds, environment, ...terminal }),
  );
}

async function runImport(args: string[]): Promise<number> {
  return withConfiguration((environment, { agreements, settings }) =>
    importCommand(args, {
      agreements,
      settings,
      clock: systemClock,
      openStore: () => openForImport(environment.storeUrl),
      write,
      writeError,
      stdin: process.stdin,
    }),
  );
}

/** Gives a command the store to read, whether or not a collector writes it. */
async function withStore(
  url: string,
  work: (store: Store) => Promise<number>,
  options: OpenOptions = { isReader: true },
): Promise<number> {
  const store = await openStore(url, options);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function withConfiguration(
  work: (
    environment: Environment,
    configuration: Configuration,
    exclusions: Configuration['exclusions'],
  ) => Promise<number>,
): Promise<number> {
  const environment = readEnvironment();
  const loaded = await loadFrom(environment)();
  if (loaded.ok) return work(environment, loaded.configuration, loaded.configuration.exclusions);
  writeError(`${loaded.faults.join('\n')}\n`);
  return 1;
}

function loadFrom({ configFolder }: Environment): () => Promise<LoadResult> {
  return async () => {
    const loaded = await loadConfiguration(configFolder, kinds);
    if (!loaded.ok) return { ok: false, faults: loaded.faults.map(faultLine) };
    return { ...loaded, warnings: loaded.warnings.map(warningLine) };
  };
}
