// Judging in a thread of its own, for a process that must keep time meanwhile.
import { Worker } from 'node:worker_threads';
import type { Statement } from '@upheld/shared/evaluation/statement';
import type { LoadedFacts } from './facts.ts';
import type { JudgeInput } from './judge.ts';
import type { JudgeReply, JudgeRequest } from './judge-worker.ts';

export type JudgeThread = {
  /** The columns of `input.facts` are handed over: whoever gives them has them no longer. */
  judge(input: JudgeInput): Promise<Statement>;
  close(): Promise<void>;
};

type Waiting = { resolve(statement: Statement): void; reject(error: unknown): void };

/** Starts the thread when it is first needed, and again after it has ended by a defect. */
export function createJudgeThread(): JudgeThread {
  let thread: Thread | null = null;
  return {
    judge(input) {
      thread = thread === null || thread.hasEnded() ? startThread() : thread;
      return thread.judge(input);
    },
    async close() {
      await thread?.close();
    },
  };
}

type Thread = JudgeThread & { hasEnded(): boolean };

function startThread(): Thread {
  const worker = new Worker(new URL('./judge-worker.ts', import.meta.url));
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let end: Error | null = null;
  const fail = (error: Error) => {
    end ??= error;
    for (const { reject } of waiting.values()) reject(end);
    waiting.clear();
  };
  worker.on('message', (reply: JudgeReply) => {
    const asker = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('statement' in reply) asker?.resolve(reply.statement);
    else asker?.reject(reply.error);
  });
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => fail(new Error('the thread that judges has ended')));
  return {
    judge: (input) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        const request: JudgeRequest = { id: lastId, input };
        worker.postMessage(request, columnsOf(input.facts));
      }),
    hasEnded: () => end !== null,
    close: async () => void (await worker.terminate()),
  };
}

function columnsOf({ series }: LoadedFacts): ArrayBuffer[] {
  const columns = [...series.values()]
    .flat()
    .flatMap(({ at, outcome, latencyMs, ageMs, status }) => [at, outcome, latencyMs, ageMs, status]);
  return columns.flatMap((column) => (column?.buffer instanceof ArrayBuffer ? [column.buffer] : []));
}
