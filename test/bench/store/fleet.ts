// A fleet of collectors that share a store, each a process: how they are told what to do, and what they tell.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const vantage = 'main';
export const collectors = 8;

/** Samples come at the pace of the clock through the product's writer, or one commit after the other by a plain client. */
export type Way = 'at the clock' | 'putSamples' | 'INSERT' | 'COPY';

export type Fleet = {
  url: string;
  way: Way;
  /** Of the whole fleet; each is asked every `everyMs`. */
  targets: number;
  everyMs: number;
  hasDetail: boolean;
  runMs: number;
  rowsPerCommit: number;
};

export type Order = 'look' | 'warm up' | 'run' | 'leave';

export type RunResult = {
  /** What fell due until the end, or what was given to the store. */
  due: number;
  /** Acknowledged when the time was over, and in the end. */
  storedInTime: number;
  stored: number;
  /** Refused because too many waited: a real collector has them as not measured. */
  refused: number;
  failedCommits: number;
  commitsMs: number[];
  /** Of this process, all threads. */
  cpuMs: number;
};

/** `held`: of its targets; `stored`: acknowledged while it warmed up. */
export type Answers = {
  look: { held: number; isBalanced: boolean };
  'warm up': { stored: number };
  run: RunResult;
  leave: { left: true };
};

/** Does the work while a fleet of its own runs; every process has ended afterwards. */
export async function withFleet<Result>(fleet: Fleet, work: (ask: Ask) => Promise<Result>): Promise<Result> {
  const script = fileURLToPath(new URL('collector.ts', import.meta.url));
  const children = Array.from({ length: collectors }, (_, place) =>
    fork(script, [JSON.stringify(fleet), String(place)]),
  );
  try {
    return await work((order) => Promise.all(children.map((child) => askOne(child, order))));
  } finally {
    await Promise.all(children.map(end));
  }
}

export type Ask = <Given extends Order>(order: Given) => Promise<Answers[Given][]>;

/** Until every process holds its share and no shard is free: targets are then asked by one each. */
export async function settled(ask: Ask, targets: number): Promise<void> {
  for (let look = 0; look < 300; look++) {
    const looks = await ask('look');
    const held = looks.reduce((sum, each) => sum + each.held, 0);
    if (held === targets && looks.every(({ isBalanced }) => isBalanced)) return;
    await setTimeout(200);
  }
  throw new Error('the shards were not shared out within a minute');
}

async function askOne<Given extends Order>(child: ChildProcess, order: Given): Promise<Answers[Given]> {
  const ended = new AbortController();
  const answered = once(child, 'message', { signal: ended.signal });
  const fail = () => ended.abort(new Error(`a collector ended before it did this: ${order}`));
  child.once('exit', fail);
  child.send(order);
  const [answer] = await answered;
  child.off('exit', fail);
  return answer;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
