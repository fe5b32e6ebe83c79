// A process of its own that writes to a store, for the store contract: it prints one line per batch that
// was acknowledged, so whoever kills it knows what must not be lost.
// Arguments: the store's URL, vantage, number of batches, rows a batch, outcome (ok or bad).
import { openStore } from '@upheld/collector/store/registry';
import { batchOf } from './store-facts.ts';

const [url = '', vantage = '', batches = '', rows = '', outcome = ''] = process.argv.slice(2);

const store = await openStore(url);
for (let batch = 0; batch < Number(batches); batch += 1) {
  const result = await store.putSamples(batchOf(vantage, batch, Number(rows), outcome === 'ok'));
  process.stdout.write(
    `${JSON.stringify({ batch, stored: result.stored, conflicts: result.conflicts.length })}\n`,
  );
}
await store.close();
