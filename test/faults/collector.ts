// An installation of Upheld that probes a partner of its own ten times a second, and what it says it has kept.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { install } from '../collector/bin/launched.ts';

const main = fileURLToPath(new URL('../../collector/src/main.ts', import.meta.url));

export const sources = Array.from({ length: 10 }, (_, index) => `api-${index}`);
export const everyMs = 1000;

const agreement = (url: string) => `
apiVersion: upheld/v1
kind: Agreement
metadata: { name: acme }
spec:
  effective: { from: 2026-01-01 }
  timeZone: Etc/UTC
  parties:
    - { id: us, name: Us, people: { accountable: { name: Ina Weiss, email: ina@us.example } } }
    - { id: acme, name: Acme, people: { accountable: { name: Tom Falk, email: tom@acme.example } } }
  sources:
${sources.map((name) => `    - { name: ${name}, type: http, every: 1s, spec: { url: "${url}/${name}", timeout: 1s } }`).join('\n')}
  objectives:
    - name: uptime
      owedBy: acme
      clause: { text: "The API is available 99.5 % of each month." }
      indicator: { type: availability, sources: [${sources.join(', ')}] }
      objective: { op: ">=", target: 99.5% }
      period: month
`;

const settings = `
apiVersion: upheld/v1
kind: Settings
metadata: { name: settings }
spec: { egress: { allow: [{ cidr: 127.0.0.0/8 }] } }
`;

/** Samples by source that one life of a collector counted as stored, and the newest slot of each. */
export type Counted = Map<string, { samples: number; lastSlot: number }>;

export type Installed = {
  env: Record<string, string>;
  storeUrl: string;
  remove(): Promise<void>;
};

/** Answers every request with 200, and every hundredth with 500. */
export async function installed(env: Record<string, string> = {}): Promise<Installed> {
  let requests = 0;
  const partner = createServer((_, response) => {
    requests += 1;
    response.writeHead(requests % 100 === 0 ? 500 : 200).end();
  });
  await once(partner.listen(0, '127.0.0.1'), 'listening');
  const address = partner.address();
  if (address === null || typeof address === 'string') throw new Error('the partner has no port');
  const files = { 'acme.yaml': agreement(`http://127.0.0.1:${address.port}`), 'settings.yaml': settings };
  const installation = await install(files);
  const all: Record<string, string> = { ...installation.env, ...env };
  return {
    env: all,
    storeUrl: all['UPHELD_STORE_URL'] ?? `sqlite:${all['UPHELD_DATA']}/upheld.db`,
    async remove() {
      partner.close();
      partner.closeAllConnections();
      await installation.remove();
    },
  };
}

/** A running collector. */
export type Life = {
  child: ChildProcess;
  url: string;
  /** What it counts as stored now. */
  counted(): Promise<Counted>;
  /** Why it is not ready, or null. */
  notReady(): Promise<string | null>;
  kill(signal?: NodeJS.Signals): Promise<void>;
};

/** Starts `upheld`, or `upheld ROLE`; resolves when it listens. */
export async function begin(
  { env }: Installed,
  more: Record<string, string> = {},
  role: 'run' | 'collect' = 'run',
): Promise<Life> {
  const child = spawn(process.execPath, role === 'run' ? [main] : [main, role], {
    env: { ...process.env, ...env, ...more },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  const ended = once(child, 'exit');
  const tooEarly = ended.then(([code]) => {
    throw new Error(`Upheld ended with ${code} before it listened:\n${said}`);
  });
  tooEarly.catch(() => undefined);
  const [message] = await Promise.race([once(child, 'message'), tooEarly]);
  const url = `http://127.0.0.1:${message.listening}`;
  return {
    child,
    url,
    counted: async () => countedIn(await (await fetch(`${url}/metrics`)).text()),
    async notReady() {
      const answer = await fetch(`${url}/-/ready`);
      const words = await answer.text();
      return answer.ok ? null : words;
    },
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      await ended;
    },
  };
}

function countedIn(text: string): Counted {
  const counted: Counted = new Map();
  for (const source of sources) {
    const value = (name: string) =>
      Number(new RegExp(`^${name}\\{[^}]*source="${source}"[^}]*\\} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
    const samples = value('upheld_probes_total');
    const lastSlot = Math.round(value('upheld_probe_last_run_timestamp_seconds') * 1000);
    if (samples > 0) counted.set(source, { samples, lastSlot });
  }
  return counted;
}

/** Asks until `condition` gives something other than null; fails with `what` after a minute. */
export async function until<T>(what: string, condition: () => Promise<T | null>): Promise<T> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const value = await condition().catch(() => null);
    if (value !== null) return value;
    await wait(50);
  }
  throw new Error(`${what}: not within a minute`);
}
