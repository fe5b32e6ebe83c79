// The thread that judges. A quarter of a large agreement takes longer than a slot may be late, so that
// judging it beside the probes would spoil what they measure.
import { parentPort } from 'node:worker_threads';
import { answer, type Answer, type Question } from './judge.ts';

export type JudgeRequest = { id: number; question: Question };
export type JudgeReply = { id: number } & ({ answer: Answer } | { error: unknown });

function reply({ id, question }: JudgeRequest): JudgeReply {
  try {
    return { id, answer: answer(question) };
  } catch (error) {
    return { id, error };
  }
}

if (parentPort === null) throw new Error('judge-worker.ts runs as a thread, not by itself');
const port = parentPort;
port.on('message', (request: JudgeRequest) => port.postMessage(reply(request)));
