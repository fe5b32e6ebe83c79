// A process that writes batches, seals and retires for as long as it lives, for faults that end it: it prints the
// number of each batch that was acknowledged. Arguments: the store's URL, the first batch, how far it is to the next, and
// for how many milliseconds at most it rests after each.
import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '@upheld/collector/store/registry';
import { batch, closedUntil } from './batches.ts';
import { between } from './lanes.ts';
import { isForNow } from './tidying.ts';

const [url = '', first = '0', step = '1', restMs = '0'] = process.argv.slice(2);
const store = await openStore(url);
process.stdout.write('open\n');
for (let number = Number(first); ; number += Number(step)) {
  await tried(async () => {
    await store.putSamples(batch(number));
    process.stdout.write(`${number}\n`);
  });
  if (number % 4 === 0) await tried(() => store.sealHours({ before: closedUntil, most: 3 }));
  if (number % 6 === 0) await tried(() => store.retireHeads({ before: closedUntil, most: 2 }));
  if (restMs !== '0') await wait(between(0, Number(restMs)));
}

/** A storage that fails for now is what the fault is about; anything else is a defect. */
async function tried(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isForNow(error)) throw error;
    process.stdout.write(`refused ${String(error)}\n`);
  }
}
