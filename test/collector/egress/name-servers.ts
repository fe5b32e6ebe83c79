// Name servers on loopback for tests: each answers over UDP what it is told to, or nothing.
import { createSocket } from 'node:dgram';
import { onTestFinished } from 'vitest';

/** The codes of RFC 1035 and 2136 that a server may answer with. */
export const responseCodes = {
  ok: 0,
  formatError: 1,
  serverFailure: 2,
  noSuchName: 3,
  notImplemented: 4,
  refused: 5,
};

/**
 * The data of each record, in hexadecimal; all have the type that was asked for. `alias` is the name that the
 * name stands for (CNAME), which comes before them.
 */
export type Reply = { code?: keyof typeof responseCodes; records?: string[]; alias?: string };

export type NameServer = { server: string; port: number; url: string; questions: string[] };

/** Answers each question with what `reply` gives; null for silence. */
export async function nameServer(reply: (name: string) => Reply | null): Promise<NameServer> {
  const socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (question, peer) => {
    const { name, end } = readName(question);
    questions.push(name);
    const answer = reply(name);
    if (answer !== null) socket.send(written(question, end, answer), peer.port, peer.address);
  });
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
  onTestFinished(async () => {
    await new Promise<void>((closed) => socket.close(closed));
  });
  const { port } = socket.address();
  return { port, url: `http://127.0.0.1:${port}`, server: `127.0.0.1:${port}`, questions };
}

/** A name as records hold it, in hexadecimal. */
export function wireName(name: string): string {
  const labels = name.split('.').map((label) => byte(label.length) + Buffer.from(label).toString('hex'));
  return `${labels.join('')}00`;
}

/** A number of one byte in hexadecimal; `word` has two. */
export function byte(value: number): string {
  return value.toString(16).padStart(2, '0');
}

export function word(value: number): string {
  return value.toString(16).padStart(4, '0');
}

function readName(question: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = question.readUInt8(at); length > 0; length = question.readUInt8(at)) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 };
}

/** The header, the question as it came, and the records, which point to the question's name. */
function written(question: Buffer, end: number, { code = 'ok', records = [], alias }: Reply): Buffer {
  const type = question.toString('hex', end - 4, end - 2);
  const record = (of: string, data: string) => `c00c${of}0001${'00000000'}${word(data.length / 2)}${data}`;
  const aliases = alias === undefined ? [] : [record(word(5), wireName(alias))];
  const answers = [...aliases, ...records.map((data) => record(type, data))];
  const header = `${question.toString('hex', 0, 2)}818${responseCodes[code]}0001${word(answers.length)}00000000`;
  return Buffer.from(header + question.toString('hex', 12, end) + answers.join(''), 'hex');
}
