// The thread that judges. A quarter of a large agreement takes longer than a slot may be late, so that
// judging it beside the probes would spoil what they measure.
import { parentPort } from 'node:worker_threads';
import type { Statement } from '@upheld/shared/evaluation/statement';
import { judge, type JudgeInput } from './judge.ts';

export type JudgeRequest = { id: number; input: JudgeInput };
export type JudgeReply = { id: number } & ({ statement: Statement } | { error: unknown });

function answer({ id, input }: JudgeRequest): JudgeReply {
  try {
    return { id, statement: judge(input) };
  } catch (error) {
    return { id, error };
  }
}

if (parentPort === null) throw new Error('judge-worker.ts runs as a thread, not by itself');
const port = parentPort;
port.on('message', (request: JudgeRequest) => port.postMessage(answer(request)));
