// `pnpm bench:tickets`: 50,000 tickets with eight events each, backfilled from a simulated desk by a real collector,
// judged for a quarter, and synchronised again while nothing changes; beside a plain loop that does the least of it.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { AgreementResponse } from '@upheld/shared/api/responses';
import type { SourcesResponse } from '@upheld/shared/api/source-records';
import { startCollector, type BenchCollector } from '../collector.ts';
import { cpuMs, residentMiB } from '../probe/usage.ts';
import { writeConfiguration } from './agreement.ts';
import { runPlain } from './plain.ts';
import { eventsPerTicket, isLate, quarter, severityOf, ticketCount } from './story.ts';

const mostMs = 900_000;
const watchedMs = 30_000;

await bench();

async function bench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-bench-'));
  const desk = fork(fileURLToPath(new URL('desk.ts', import.meta.url)));
  try {
    const [address] = await once(desk, 'message');
    const url = `http://127.0.0.1:${address.port}`;
    console.log(
      `${ticketCount.toLocaleString('en')} tickets, ${(ticketCount * eventsPerTicket).toLocaleString('en')} events, ${process.version}`,
    );
    const plain = await runPlain(`${url}/events`, join(folder, 'plain.db'));
    await writeConfiguration(join(folder, 'config'), address.port);
    await measure(folder, url, plain);
  } finally {
    await stop(desk);
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, url: string, plain: Awaited<ReturnType<typeof runPlain>>) {
  const began = performance.now();
  const collector = await startCollector(folder, null);
  try {
    await synchronised(collector);
    const backfillMs = performance.now() - began;
    const afterBackfill = await residentMiB(collector.pid);
    const asked = performance.now();
    const late = await missedFirstResponses(collector);
    const evaluateMs = performance.now() - asked;
    const expected = Array.from({ length: ticketCount }, (_, ticket) => ticket).filter(isLate).length;
    console.log(line('backfill', backfillMs, plain.backfillMs));
    console.log(line(`statement of ${quarter}`, evaluateMs, plain.evaluateMs));
    console.log(`late first responses: ${late}, plain ${plain.late}, in the story ${expected}`);
    console.log(
      `RSS after the backfill ${afterBackfill.now.toFixed(0)} MiB, most ${afterBackfill.most.toFixed(0)} MiB`,
    );
    await watchUnchanged(collector, url);
  } finally {
    await collector.stop();
  }
}

/** The desk tells nothing new: what is asked, and what that costs, judging included. */
async function watchUnchanged(collector: BenchCollector, url: string): Promise<void> {
  const count = async () => Number(await (await fetch(`${url}/asked`)).text());
  const [askedBefore, cpuBefore] = [await count(), await cpuMs(collector.pid)];
  await setTimeout(watchedMs);
  const requests = (await count()) - askedBefore;
  const cpu = (await cpuMs(collector.pid)) - cpuBefore;
  const { now, most } = await residentMiB(collector.pid);
  console.log(
    `unchanged desk for ${watchedMs / 1000} s: ${requests} requests, ${cpu} ms of CPU, RSS ${now.toFixed(0)} MiB, most ${most.toFixed(0)} MiB`,
  );
}

async function synchronised({ port }: BenchCollector): Promise<void> {
  const deadline = performance.now() + mostMs;
  while (performance.now() < deadline) {
    const { sources }: SourcesResponse = await ask(port, '/agreements/bench/sources');
    const [desk] = sources;
    if (desk?.gives === 'tickets' && desk.syncedUntil !== null) return;
    await setTimeout(200);
  }
  throw new Error(`the desk was not synchronised within ${mostMs / 1000} s`);
}

async function missedFirstResponses({ port }: BenchCollector): Promise<number> {
  const answer: AgreementResponse = await ask(port, `/agreements/bench?period=${quarter}`);
  const names = new Set(
    Array.from({ length: 4 }, (_, ticket) => `support-severity-${severityOf(ticket)}-first-response`),
  );
  return answer.statement.promises
    .filter(({ name }) => names.has(name))
    .flatMap(({ periods }) => periods.flatMap(({ parts }) => parts))
    .reduce((missed, { inputs }) => missed + (inputs.by === 'clocks' ? inputs.missed : 0), 0);
}

async function ask(port: number, path: string) {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`);
  if (!answer.ok) throw new Error(`${path}: status ${answer.status}: ${await answer.text()}`);
  return await answer.json();
}

function line(what: string, ownMs: number, plainMs: number): string {
  return `${what}: ${(ownMs / 1000).toFixed(1)} s, plain ${(plainMs / 1000).toFixed(1)} s, ratio ${(ownMs / plainMs).toFixed(1)}`;
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.disconnect();
  await exited;
}
