// A name server on loopback that lies, fails or says nothing: attacks 5, 6 and 19 of trust.md section 2.6.
// It speaks DNS over UDP (RFC 1035) as far as questions for addresses go.
import { createSocket } from 'node:dgram';

/** Addresses of IPv4; a code instead of an answer; null for silence. */
export type Answer = string[] | 'SERVFAIL' | 'NXDOMAIN' | null;

/** `asked` counts the questions of that name for IPv4 before this one. */
export type Zone = (name: string, asked: number) => Answer;

export type NameServer = {
  /** As resolvers take it: `127.0.0.1:5353`. */
  address: string;
  /** Every name that was asked for IPv4, in order. */
  questions: string[];
  close(): Promise<void>;
};

const codes = { SERVFAIL: 2, NXDOMAIN: 3 };
const typeOfIpv4 = 1;

/** Starts on a free port. Questions for IPv6 are answered without a record, or with the same code. */
export async function startNameServer(zone: Zone): Promise<NameServer> {
  const socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (message, peer) => {
    const { name, type, end } = readQuestion(message);
    const asked = questions.filter((other) => other === name).length;
    if (type === typeOfIpv4) questions.push(name);
    const given = zone(name, asked);
    if (given === null) return;
    const addresses = Array.isArray(given) && type === typeOfIpv4 ? given : [];
    const code = Array.isArray(given) ? 0 : codes[given];
    socket.send(written(message.subarray(0, end), code, addresses), peer.port, peer.address);
  });
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
  const close = () => new Promise<void>((closed) => socket.close(closed));
  return { address: `127.0.0.1:${socket.address().port}`, questions, close };
}

function readQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

/** The question again with an answer's header; each record points to its name and may not be kept. */
function written(question: Buffer, code: number, addresses: string[]): Buffer {
  const header = Buffer.from(question);
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(addresses.length, 6);
  header.writeUInt32BE(0, 8);
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, typeOfIpv4, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([header, ...records]);
}
