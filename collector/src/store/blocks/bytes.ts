// Bytes of a block: whole numbers in as few bytes as they need, and bits packed behind each other.
import { StoreError } from '../store-error.ts';

export type ByteWriter = {
  byte(value: number): void;
  /** A whole number from 0 to 2^53 - 1, seven bits a byte, the lowest first. */
  number(value: number): void;
  text(value: string): void;
  /** `length` bits of a whole number below 2^53, the highest first; `pad` ends the last byte. */
  bits(value: number, length: number): void;
  pad(): void;
  done(): Uint8Array;
};

export function byteWriter(): ByteWriter {
  const bytes: number[] = [];
  let held = 0;
  let count = 0;
  const bit = (value: number): void => {
    held = held * 2 + value;
    count += 1;
    if (count < 8) return;
    bytes.push(held);
    held = count = 0;
  };
  const bits = (value: number, length: number): void => {
    for (let place = length - 1; place >= 0; place -= 1) bit(Math.floor(value / 2 ** place) % 2);
  };
  const number = (value: number): void => {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  };
  return {
    byte: (value) => bytes.push(value),
    number,
    text(value) {
      const encoded = new TextEncoder().encode(value);
      number(encoded.length);
      bytes.push(...encoded);
    },
    bits,
    pad() {
      if (count > 0) bits(0, 8 - count);
    },
    done: () => Uint8Array.from(bytes),
  };
}

/** The highest power of two that a byte of a number may stand at: beyond it no number is safe. */
const lastUnit = 128 ** 7;

/** Reads what a `ByteWriter` wrote. Throws a `StoreError` (`corrupt`) where it could not have written it. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  /** In bits. */
  #place = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const value = this.#bytes[this.#place / 8];
    this.#place += 8;
    return value ?? damaged('it ends too early');
  }

  number(): number {
    let value = 0;
    for (let unit = 1; unit <= lastUnit; unit *= 128) {
      const next = this.byte();
      value += (next % 128) * unit;
      if (next < 128) return Number.isSafeInteger(value) ? value : damaged('a number is too large');
    }
    return damaged('a number is too long');
  }

  text(): string {
    const length = this.number();
    const start = this.#place / 8;
    this.#place += length * 8;
    this.#check();
    return new TextDecoder().decode(this.#bytes.subarray(start, start + length));
  }

  bits(length: number): number {
    if (length > 24) return this.bits(length - 24) * 2 ** 24 + this.bits(24);
    if (length === 0) return 0;
    const value = this.#next() >>> (32 - length);
    this.#place += length;
    return value;
  }

  /** How many bits are 0 before the next 1. */
  zeros(): number {
    for (let count = 0; ; count += 25) {
      const here = Math.clz32(this.#next());
      this.#place += Math.min(here, 25);
      if (here < 25) return count + here;
      this.#check();
    }
  }

  pad(): void {
    this.#place = Math.ceil(this.#place / 8) * 8;
    this.#check();
  }

  end(): void {
    if (this.#place !== this.#bytes.length * 8) damaged('it goes on after its end');
  }

  /** The next bits at the top of a word: at least 25 of them. */
  #next(): number {
    const bytes = this.#bytes;
    const from = this.#place >>> 3;
    const high = ((bytes[from] ?? 0) << 24) | ((bytes[from + 1] ?? 0) << 16);
    const low = ((bytes[from + 2] ?? 0) << 8) | (bytes[from + 3] ?? 0);
    return ((high | low) << (this.#place & 7)) >>> 0;
  }

  #check(): void {
    if (this.#place > this.#bytes.length * 8) damaged('it ends too early');
  }
}

/** A block that no release wrote so. */
export function damaged(how: string): never {
  throw new StoreError('corrupt', `a sealed hour cannot be read: ${how}; put back a backup`);
}
