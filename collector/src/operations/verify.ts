// Checks a whole store: the engine's own checks, then every sample of one moment, however long that takes.
import type { CopyStore } from '../store/copying.ts';
import { checkFacts, type FactsParts } from './check-facts.ts';
import type { Check } from './findings.ts';

export type VerifyParts = FactsParts & {
  store: Pick<CopyStore, 'readRows' | 'beginReading' | 'endReading' | 'inspect'>;
};

/** One check after the other; one that cannot be made is a fault of its own. */
export async function verifyStore(parts: VerifyParts): Promise<Check[]> {
  return [
    ...(await made('engine', async () => [await inspected(parts)])),
    ...(await made('facts', () => asOfNow(parts, () => checkFacts(parts)))),
  ];
}

/** Lets `work` read one moment of the store. */
export async function asOfNow<Result>(
  { store }: { store: Pick<CopyStore, 'beginReading' | 'endReading'> },
  work: () => Promise<Result>,
): Promise<Result> {
  await store.beginReading();
  try {
    return await work();
  } finally {
    await store.endReading();
  }
}

async function inspected({ store }: VerifyParts): Promise<Check> {
  const faults = await store.inspect();
  return { name: 'engine', summary: 'pages, indexes and references', faults, count: faults.length };
}

/** Damage may be such that rows cannot even be read. */
async function made(name: string, check: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await check();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return [{ name, summary: 'not read to the end', faults: [words], count: 1 }];
  }
}
