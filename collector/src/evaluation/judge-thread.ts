// Judging in a thread of its own, for a process that must keep time meanwhile.
import { Worker } from 'node:worker_threads';
import type { Answer, Judges, Question } from './judge.ts';
import type { JudgeReply, JudgeRequest } from './judge-worker.ts';

/** The columns of `input.facts` are handed over: whoever gives them has them no longer. */
export type JudgeThread = {
  [Name in keyof Judges]: (...asked: Parameters<Judges[Name]>) => Promise<Awaited<ReturnType<Judges[Name]>>>;
} & { close(): Promise<void> };

type Waiting = { resolve(answer: Answer): void; reject(error: unknown): void };

/** Starts the thread when it is first needed, and again after it has ended by a defect. */
export function createJudgeThread(): JudgeThread {
  let thread: Thread | null = null;
  const ask = (question: Question) => {
    thread = thread === null || thread.hasEnded() ? startThread() : thread;
    return thread.ask(question);
  };
  return {
    judge: async (input) => own(await ask({ about: 'statement', input }), judgedIn),
    whatIf: async (input, promise, change) =>
      own(await ask({ about: 'what-if', input, promise, change }), whatIfIn),
    definitions: async (input, promise) =>
      own(await ask({ about: 'definitions', input, promise }), definitionsIn),
    support: async (input) => own(await ask({ about: 'support', input }), standingsIn),
    ticket: async (input, asked) => own(await ask({ about: 'ticket', input, asked }), accountsIn),
    async close() {
      await thread?.close();
    },
  };
}

const judgedIn = (answer: Answer) => ('judged' in answer ? answer.judged : null);
const whatIfIn = (answer: Answer) => ('whatIf' in answer ? answer.whatIf : null);
const definitionsIn = (answer: Answer) => ('definitions' in answer ? answer.definitions : null);
const standingsIn = (answer: Answer) => ('standings' in answer ? answer.standings : null);
const accountsIn = (answer: Answer) => ('accounts' in answer ? answer.accounts : null);

/** The answer to the question that was asked. */
function own<Wanted>(answer: Answer, wanted: (answer: Answer) => Wanted | null): Wanted {
  const found = wanted(answer);
  if (found === null) throw new TypeError(`the thread answered with ${Object.keys(answer).join(', ')}`);
  return found;
}

type Thread = { ask(question: Question): Promise<Answer>; hasEnded(): boolean; close(): Promise<void> };

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
    if ('answer' in reply) asker?.resolve(reply.answer);
    else asker?.reject(reply.error);
  });
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => fail(new Error('the thread that judges has ended')));
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        const request: JudgeRequest = { id: lastId, question };
        worker.postMessage(request, columnsOf(question.input));
      }),
    hasEnded: () => end !== null,
    close: async () => void (await worker.terminate()),
  };
}

function columnsOf({ facts }: Question['input']): ArrayBuffer[] {
  const told = 'told' in facts ? [...(facts.told?.values() ?? [])] : [];
  const series = 'series' in facts ? [...facts.series.values()].flat() : [];
  const desks = [...facts.desks.values()].map(({ columns }) => columns);
  const tables = [...series, ...told.flatMap((one) => [...one.series, ...one.tallies]), ...desks];
  const columns = tables.flatMap((table) => Object.values<unknown>(table));
  return columns.flatMap((column) =>
    ArrayBuffer.isView(column) && column.buffer instanceof ArrayBuffer ? [column.buffer] : [],
  );
}
