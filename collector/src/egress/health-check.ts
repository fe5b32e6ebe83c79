// The two messages of grpc.health.v1.Health/Check, in protocol buffers. A library would bring a client that
// resolves names and connects again by itself, past the door; these messages have one field each.

/** `HealthCheckResponse.ServingStatus` by its numbers. */
export const servingStatuses = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;
export type ServingStatus = (typeof servingStatuses)[number];

/** How many bytes the wire types have whose length is fixed: 64 and 32 bits. */
const fixedBytes: Record<number, number> = { 1: 8, 5: 4 };

/** `HealthCheckRequest { string service = 1; }`; the empty name asks for the whole server. */
export function writeRequest(service: string): Buffer {
  const name = Buffer.from(service);
  return name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a, ...varint(name.length)]), name]);
}

/**
 * `HealthCheckResponse { ServingStatus status = 1; }`. A message without the field says UNKNOWN, the last of
 * several fields counts, unknown fields are passed over; null where it is no such message.
 */
export function readStatus(message: Buffer): ServingStatus | null {
  let status = 0;
  let at = 0;
  while (at < message.length) {
    const key = readVarint(message, at);
    if (key === null || key.value < 8) return null;
    const field = readField(message, key.end, key.value % 8);
    if (field === null) return null;
    if (key.value === 8) status = field.value;
    at = field.end;
  }
  return servingStatuses[status] ?? null;
}

type Read = { value: number; end: number };

/** `value` is only that of a number. */
function readField(message: Buffer, at: number, wireType: number): Read | null {
  if (wireType === 0) return readVarint(message, at);
  const length = wireType === 2 ? readVarint(message, at) : { value: fixedBytes[wireType] ?? NaN, end: at };
  const end = length === null ? NaN : length.end + length.value;
  return end <= message.length ? { value: 0, end } : null;
}

function readVarint(message: Buffer, start: number): Read | null {
  let value = 0;
  for (let at = start; at < Math.min(start + 10, message.length); at += 1) {
    const byte = message.readUInt8(at);
    value += (byte % 128) * 128 ** (at - start);
    if (byte < 128) return { value, end: at + 1 };
  }
  return null;
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [128 + (value % 128), ...varint(Math.floor(value / 128))];
}
