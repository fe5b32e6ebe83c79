// PostgreSQL and all its processes get SIGKILL at random points, as when its machine loses power, while samples are
// written by the collector's own writer, sealed and let go of. A whole process of Upheld would add only what it asks
// partners: killed-server-collector.ts plays that.
import { setTimeout as wait } from 'node:timers/promises';
import { createWriter, type SampleWriter } from '@upheld/collector/store/batch';
import { openStore } from '@upheld/collector/store/registry';
import { batch } from './batches.ts';
import { until } from './collector.ts';
import { added, type Fault, type Findings } from './fault.ts';
import { kept } from './kept.ts';
import { between, inLanes } from './lanes.ts';
import { cutPower, missingPostgres, onPostgres, type Database } from './postgres.ts';
import { startTidying } from './tidying.ts';

export const killedServer: Fault = {
  name: 'kill -9 of PostgreSQL under a writer',
  rounds: 40,
  missing: missingPostgres,
  play: (rounds) => inLanes(rounds, 2, (share) => onPostgres((database) => lane(share, database))),
};

async function lane(rounds: number, { server, url }: Database): Promise<Findings> {
  const store = await openStore(url);
  let refused = 0;
  const writer = createWriter(store, { onFailure: () => (refused += 1), retryDelayMs: 100 });
  const written = startWriting(writer);
  const endTidying = await startTidying(url);
  const found: Findings[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = written.acknowledged.size;
    await until('batches stored', async () => (written.acknowledged.size > before ? true : null));
    await wait(between(0, 400));
    await cutPower(server);
    const known = new Set(written.acknowledged);
    await server.start();
    // Those that are begun while this is read count too.
    found.push({ ...(await kept(url, known, written.begun() + 1000)), acknowledged: 0 });
  }
  await written.stop();
  await writer.close();
  const { broken, rows } = await endTidying();
  await store.close();
  if (refused === 0) broken.push('no write failed: nothing was cut');
  if (rows === 0) broken.push('no head row was let go of');
  const last = await kept(url, written.acknowledged, written.begun());
  if (written.acknowledged.size < written.begun()) broken.push('a batch was given up');
  return added([...found, last, { ...added([]), broken }]);
}

/** So many batches wait at once: fewer rows than a writer keeps while its storage fails. */
const atOnce = 40;

/** Gives the writer one batch after another, each acknowledged once all of its samples are. */
function startWriting(writer: SampleWriter) {
  const acknowledged = new Set<number>();
  const given: Promise<void>[] = [];
  let isStopped = false;
  const give = async (number: number): Promise<void> => {
    await Promise.all(batch(number).map((sample) => writer.write(sample)));
    acknowledged.add(number);
  };
  const work = async (): Promise<void> => {
    while (!isStopped) {
      if (given.length - acknowledged.size < atOnce) given.push(give(given.length));
      // Sealing catches up now and then: only then are rows let go of.
      await wait(given.length % 10 === 0 ? 500 : between(0, 80));
    }
  };
  const working = work();
  return {
    acknowledged,
    begun: () => given.length,
    async stop() {
      isStopped = true;
      await working;
      await Promise.all(given);
    },
  };
}
