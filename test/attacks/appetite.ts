// How much memory one answer costs: asks the port that is its argument in a process that does nothing else, and
// prints what it found as JSON. Wants node --expose-gc.
import { createEgress } from '@upheld/collector/egress';
import { well } from '../simulator/hostile/endless.ts';
import { startHostile } from '../simulator/hostile/server.ts';

/** `heldBytes` is how much more the heap and its buffers held at most; `residentBytes` how much the process grew. */
export type Appetite = {
  bodyBytes: number;
  truncated: boolean;
  heldBytes: number;
  residentBytes: number;
  ms: number;
};

const egress = createEgress({ allow: [{ cidr: '127.0.0.1/32' }], version: '1.2.3' });
const ask = (port: number) => egress.request({ url: `http://127.0.0.1:${port}/`, deadlineMs: 5_000 });

// What the first requests load and compile is no part of the answer.
const warm = await startHostile(well);
for (let number = 0; number < 50; number += 1) await ask(warm.port);
await warm.close();

const held = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
globalThis.gc?.();
const before = { held: held(), resident: process.resourceUsage().maxRSS };
let most = before.held;
const look = setInterval(() => (most = Math.max(most, held())), 1);
const startedAt = performance.now();
const { body, truncated } = await ask(Number(process.argv[2]));
const ms = performance.now() - startedAt;
most = Math.max(most, held());
clearInterval(look);
const appetite: Appetite = {
  bodyBytes: body.length,
  truncated,
  heldBytes: most - before.held,
  residentBytes: (process.resourceUsage().maxRSS - before.resident) * 1_024,
  ms,
};
console.log(JSON.stringify(appetite));
