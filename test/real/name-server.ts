// A program for a namespace: answers DNS questions at port 53 of loopback as its argument tells it to, and writes
// down the names that it is asked for.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIP, isIPv4 } from 'node:net';

/**
 * What each name gives: the addresses of its first lookup, of its second and so on, the last ones for good; or
 * how every lookup of it fails. A name that is not among them does not exist.
 */
export type Zone = Partial<Record<string, string[][] | 'server-failure' | 'silence'>>;

const zone: Zone = JSON.parse(process.argv[2] ?? '{}');

/** RFC 1035, 4.1.1. */
const codes = { ok: 0, 'server-failure': 2, 'no-such-name': 3 };
/** Which version of IP each type of question asks for: A and AAAA. */
const versions: Record<number, number> = { 1: 4, 28: 6 };

/** How often each name was looked up; a lookup asks for IPv4 and for IPv6. */
const lookups = new Map<string, number>();

const socket = createSocket('udp4');
socket.on('message', (question, peer) => {
  const { name, end } = readName(question);
  const type = question.readUInt16BE(end - 4);
  process.stdout.write(`${name} ${type === 1 ? 'A' : 'AAAA'}\n`);
  const said = zone[name] ?? 'no-such-name';
  if (said === 'silence') return;
  const isFailure = typeof said === 'string';
  const records = isFailure
    ? []
    : nth(said, `${name} ${type}`).filter((each) => isIP(each) === versions[type]);
  const flags = [0x81, 0x80 + codes[isFailure ? said : 'ok']];
  const header = Buffer.from([...flags, 0, 1, 0, records.length, 0, 0, 0, 0]);
  const answer = [question.subarray(0, 2), header, question.subarray(12, end), ...records.map(record)];
  socket.send(Buffer.concat(answer), peer.port, peer.address);
});
await once(socket.bind(53, '127.0.0.1'), 'listening');
process.stdout.write('ready\n');

function nth(all: string[][], key: string): string[] {
  const number = lookups.get(key) ?? 0;
  lookups.set(key, number + 1);
  return all[Math.min(number, all.length - 1)] ?? [];
}

/** `end` is where the question ends: after its name, its type and its class. */
function readName(question: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = question.readUInt8(at); length > 0; length = question.readUInt8(at)) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 };
}

/** A record of the name that was asked for, which nobody is to keep. */
function record(address: string): Buffer {
  const bytes = bytesOf(address);
  const type = isIPv4(address) ? 1 : 28;
  return Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]);
}

/** IPv6 in eight groups, none left out. */
function bytesOf(address: string): number[] {
  if (isIPv4(address)) return address.split('.').map(Number);
  return address.split(':').flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]);
}
