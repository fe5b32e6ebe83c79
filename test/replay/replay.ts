// Replays a recorded case as the collector would: its folder is loaded, its facts are imported into a store,
// and the statement with score and credits is judged from there.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration } from '@upheld/collector/config/load';
import type { Configuration } from '@upheld/collector/config/configuration';
import { connectorKinds } from '@upheld/collector/connectors/registry';
import { evaluateFrom } from '@upheld/collector/evaluation/evaluator';
import { importLoadTest } from '@upheld/collector/imports/load-test';
import { importSamples } from '@upheld/collector/imports/samples';
import { importTickets } from '@upheld/collector/imports/tickets';
import { kinds } from '@upheld/collector/kinds';
import { openStore } from '@upheld/collector/store/registry';
import type { Store } from '@upheld/collector/store/store';
import type { FullAgreement } from '@upheld/shared/agreement/document';
import { assess, periodBefore } from '@upheld/shared/evaluation/assessment';
import type { FactFile, Question, ReplayCase } from './cases.ts';
import { readSlices } from './slices.ts';

/** The bytes of the statement that the facts come to. `facts` are imported one after the other. */
export async function replay({ config, question }: ReplayCase, facts: FactFile[]): Promise<string> {
  const configuration = await load(config);
  const agreement = configuration.agreements.find(({ name }) => name === question.agreement);
  if (agreement === undefined) throw new Error(`${config}: there is no agreement ${question.agreement}`);
  return inStore(async (store) => {
    for (const file of facts) await importFacts(file, { agreement, store, configuration });
    return judged({ agreement, store, configuration, question });
  });
}

type Parts = { agreement: FullAgreement; store: Store; configuration: Configuration };

async function load(folder: string): Promise<Configuration> {
  const loaded = await loadConfiguration(folder, kinds);
  if (loaded.ok) return loaded.configuration;
  throw new Error(loaded.faults.map(({ file, path, rule }) => `${file}: ${path}: ${rule}`).join('\n'));
}

async function inStore<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-replay-'));
  const store = await openStore(`sqlite:${join(folder, 'upheld.db')}`);
  try {
    return await work(store);
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

/** Facts that are not taken as they stand would make another case of it. */
async function importFacts(file: FactFile, { agreement, store, configuration }: Parts): Promise<void> {
  const onProblem = ({ text }: { text: string }) => {
    throw new Error(`${file.holds}: ${text}`);
  };
  const common = { agreement, store, onProblem };
  if (file.holds === 'samples') {
    await importSamples(file.text, { ...common, vantage: configuration.settings.vantage });
  } else if (file.holds === 'tickets') await importTickets(file.text, { ...common, readAt: 0 });
  else if (file.holds === 'slices') await putSlices(file.text, { agreement, store });
  else {
    for (const objective of capacityObjectives(agreement)) {
      await importLoadTest(inPieces(file.text), { ...common, objective, at: null });
    }
  }
}

async function putSlices(text: string, { agreement, store }: Pick<Parts, 'agreement' | 'store'>) {
  const { conflicts } = await store.putSlices(readSlices(text, agreement.name));
  if (conflicts.length > 0) throw new Error(`slices: ${conflicts.length} hours are told twice`);
}

function capacityObjectives({ objectives }: FullAgreement): string[] {
  return objectives.filter(({ indicator }) => indicator.type === 'capacity').map(({ name }) => name);
}

async function* inPieces(text: string): AsyncGenerator<string> {
  yield text;
}

async function judged({
  agreement,
  store,
  configuration: { exclusions },
  question,
}: Parts & { question: Question }): Promise<string> {
  const { period, asOf } = question;
  const evaluate = evaluateFrom(store, (type) => connectorKinds.has(type));
  const statement = await evaluate({ agreement, exclusions, period, asOf });
  const before = periodBefore(agreement, period);
  const previous = before === null ? null : await evaluate({ agreement, exclusions, period: before, asOf });
  const record = { ...statement, ...assess(agreement, statement, previous) };
  return `${JSON.stringify(record, null, 2)}\n`;
}
