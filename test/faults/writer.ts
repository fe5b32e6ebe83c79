// A process that writes batches, seals and retires for as long as it lives, for faults that end it: it prints the
// number of each batch that was acknowledged. Arguments: the store's URL, the first batch.
import { openStore } from '@upheld/collector/store/registry';
import { StoreError } from '@upheld/collector/store/store-error';
import { batch, closedUntil } from './batches.ts';

const [url = '', first = '0'] = process.argv.slice(2);
const store = await openStore(url);
process.stdout.write('open\n');
for (let number = Number(first); ; number += 1) {
  await tried(async () => {
    await store.putSamples(batch(number));
    process.stdout.write(`${number}\n`);
  });
  if (number % 4 === 0) await tried(() => store.sealHours({ before: closedUntil, most: 3 }));
  if (number % 6 === 0) await tried(() => store.retireHeads({ before: closedUntil, most: 2 }));
}

/** A storage that fails for now is what the fault is about; anything else is a defect. */
async function tried(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StoreError) || !['io', 'full', 'busy', 'cannot-open'].includes(error.code)) {
      throw error;
    }
    process.stdout.write(`refused ${error.code}\n`);
  }
}
