// What a collector of the fleet does for the time of a run, and what became of it.
import { setTimeout } from 'node:timers/promises';
import { createWriter } from '@upheld/collector/store/batch';
import type { NewSample, PutResult } from '@upheld/collector/store/store';
import type { RunResult } from './fleet.ts';
import { take } from './story.ts';

type Put = (samples: NewSample[]) => Promise<PutResult>;
type Samples = Iterator<NewSample, never>;

const tickMs = 10;

/** Every sample is handed to the product's writer at its instant, whatever became of those before it. */
export async function runAtTheClock(
  put: Put,
  samples: Samples,
  { start, runMs }: { start: number; runMs: number },
): Promise<RunResult> {
  const result = emptyResult();
  const cpuBefore = process.cpuUsage();
  const onFailure = () => void (result.failedCommits += 1);
  const writer = createWriter({ putSamples: counted(put, result) }, { onFailure });
  const writes: Promise<unknown>[] = [];
  await setTimeout(Math.max(0, start - Date.now()));
  let next = samples.next().value;
  for (let now = Date.now(); now < start + runMs; now = Date.now()) {
    for (; next.at <= now && next.at < start + runMs; next = samples.next().value) {
      result.due += 1;
      writes.push(writer.write(next).catch(() => void (result.refused += 1)));
    }
    await setTimeout(tickMs);
  }
  result.storedInTime = result.stored;
  result.cpuMs = cpuSince(cpuBefore);
  await Promise.all(writes);
  await writer.close();
  return result;
}

/** One commit after the other. */
export async function runOneByOne(
  put: Put,
  samples: Samples,
  { runMs, rowsPerCommit }: { runMs: number; rowsPerCommit: number },
): Promise<RunResult> {
  const result = emptyResult();
  const cpuBefore = process.cpuUsage();
  const timed = counted(put, result);
  for (const until = performance.now() + runMs; performance.now() < until;) {
    result.due += rowsPerCommit;
    await timed(take(samples, rowsPerCommit));
  }
  return { ...result, storedInTime: result.stored, cpuMs: cpuSince(cpuBefore) };
}

const emptyResult = (): RunResult => ({
  ...{ due: 0, storedInTime: 0, stored: 0, refused: 0, failedCommits: 0, cpuMs: 0 },
  commitsMs: [],
});

/** Throws where a sample was there already or its lease had gone: neither can be in this bench. */
const counted =
  (put: Put, result: RunResult): Put =>
  async (samples) => {
    const began = performance.now();
    const answer = await put(samples);
    result.commitsMs.push(performance.now() - began);
    if (answer.stored !== samples.length) throw new Error(`stored ${answer.stored} of ${samples.length}`);
    result.stored += answer.stored;
    return answer;
  };

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
