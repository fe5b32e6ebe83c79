// Chance that is the same on every run: a value is a pure function of its stream and index, so that the
// history which the demo imports and the answers that the partner gives live come from one world.

/** A stream of draws; the same name gives the same stream. */
export type Noise = {
  /** A number in [0, 1). */
  uniform(index: number): number;
  /** A draw from the standard normal distribution (Box-Muller). */
  normal(index: number): number;
};

/** The stream called `name`. */
export function noise(name: string): Noise {
  const [plain, radius, angle] = [seedOf(name), seedOf(`${name}:radius`), seedOf(`${name}:angle`)];
  return {
    uniform: (index) => draw(plain, index),
    normal: (index) =>
      Math.sqrt(-2 * Math.log(1 - draw(radius, index))) * Math.cos(2 * Math.PI * draw(angle, index)),
  };
}

function seedOf(name: string): number {
  let seed = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) seed = mix(seed ^ name.charCodeAt(at));
  return seed;
}

/** In [0, 1). Both halves of the index take part, because milliseconds need more than 32 bits. */
function draw(seed: number, index: number): number {
  return mix(mix(seed ^ (index >>> 0)) ^ Math.floor(index / 2 ** 32)) / 2 ** 32;
}

/** A bijection of 32 bits in which every input bit reaches every output bit (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
