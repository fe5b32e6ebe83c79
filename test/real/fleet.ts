// Several processes of Upheld on one database, and what they stored of partners that are always well.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { outcomeCode } from '@upheld/shared/facts/sample';
import { openStore } from '@upheld/collector/store/registry';
import { install, type Installation } from '../collector/bin/launched.ts';

const main = fileURLToPath(new URL('../../collector/src/main.ts', import.meta.url));

export const agreements = ['acme', 'globex', 'initech', 'umbrella'];
export const sources = ['api', 'catalog', 'orders', 'search'];
export const everyMs = 1_000;

const settings = `
apiVersion: upheld/v1
kind: Settings
metadata: { name: settings }
spec: { egress: { allow: [{ cidr: 127.0.0.0/8 }] } }
`;

const agreement = (name: string, url: string) => `
apiVersion: upheld/v1
kind: Agreement
metadata: { name: ${name} }
spec:
  effective: { from: 2026-01-01 }
  timeZone: Etc/UTC
  parties:
    - { id: us, name: Us, people: { accountable: { name: Ina Weiss, email: ina@us.example } } }
    - { id: acme, name: Acme, people: { accountable: { name: Tom Falk, email: tom@acme.example } } }
  sources:
${sources.map((source) => `    - { name: ${source}, type: http, every: ${everyMs / 1000}s, spec: { url: "${url}/v1/tiles/health", timeout: 1s } }`).join('\n')}
  objectives:
    - name: uptime
      owedBy: acme
      clause: { text: "The API is available 99.5 % of each month." }
      indicator: { type: availability, sources: [api] }
      objective: { op: ">=", target: 99.5% }
      period: month
`;

/** An installation that asks every source of every agreement at `url`. */
export function installFleet(url: string): Promise<Installation> {
  const files = agreements.map((name) => [`${name}.yaml`, agreement(name, url)]);
  return install({ ...Object.fromEntries(files), 'settings.yaml': settings });
}

export type Member = {
  child: ChildProcess;
  url: string;
  printed: () => string;
  /** A figure of its /metrics; those of all labels together. */
  figure(name: string): Promise<number>;
  /** Its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
};

/** `upheld ROLE`, once it listens. */
export async function startMember(role: string, env: Record<string, string>): Promise<Member> {
  const child = spawn(process.execPath, [main, role], {
    env: { ...process.env, ...env, UPHELD_COLLECTOR_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  const ended = once(child, 'exit').then(() => {
    throw new Error(`upheld ${role} ended:\n${printed}`);
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => undefined);
  const url = `http://127.0.0.1:${message.listening}`;
  return {
    ...{ child, url, printed: () => printed },
    async figure(name) {
      const text = await (await fetch(`${url}/metrics`)).text();
      const values = [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))];
      return values.reduce((sum, [, value]) => sum + Number(value), 0);
    },
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal);
        await once(child, 'exit');
      }
      return child.exitCode;
    },
  };
}

/** What is stored of one source, slot by slot. */
export type Account = {
  name: string;
  at: number[];
  ok: boolean[];
  /** Why the others did not end ok. */
  why: Map<number, string | null>;
};

export async function readAccounts(url: string): Promise<Account[]> {
  const store = await openStore(url);
  try {
    const accounts: Account[] = [];
    for (const name of agreements) {
      for (const source of sources) {
        const query = { agreement: name, source, start: 0, end: Date.now() + 60_000 };
        const [series] = await store.readSamples(query);
        const failures = await store.readFailures({ ...query, limit: 100_000 });
        accounts.push({
          name: `${name}/${source}`,
          at: [...(series?.at ?? [])],
          ok: [...(series?.outcome ?? [])].map((code) => code === outcomeCode.ok),
          why: new Map(failures.map((failure) => [failure.at, failure.reason])),
        });
      }
    }
    return accounts;
  } finally {
    await store.close();
  }
}

/** The places where the slots of an account do not follow one another. */
export function holesIn({ at }: Account): number[] {
  return at.filter((slot, index) => index > 0 && slot !== (at[index - 1] ?? 0) + everyMs);
}

/** The longest time without an answer, in milliseconds. */
export function longestGapMs({ at, ok }: Account): number {
  const answered = at.filter((_, index) => ok[index]);
  return Math.max(...answered.map((slot, index) => slot - (answered[index - 1] ?? slot)));
}
