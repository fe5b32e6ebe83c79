// Fifty agreements that share the targets among them. Each promises availability and latency over all its
// sources, so that every probe is stored and judged. They count from the start of this quarter: quarters before it
// would be judged once at the start and never again, which is no work of any probe.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Load } from './load.ts';
import type { Partner } from './partner.ts';

export type ProbedSource = { agreement: string; source: string; everyMs: number; target: number };

const agreements = 50;
const timeZone = 'Europe/Berlin';

/** The sources of a load, in the order of their targets. */
export function sourcesOf({ targets, everyMs }: Pick<Load, 'targets' | 'everyMs'>): ProbedSource[] {
  return Array.from({ length: targets }, (_, target) => ({
    ...{ agreement: `partner-${target % agreements}`, source: `api-${target}` },
    ...{ everyMs, target },
  }));
}

/** Writes settings and the agreements that these sources belong to into a new folder. */
export async function writeAgreements(
  folder: string,
  sources: ProbedSource[],
  { port, urlOf }: Pick<Partner, 'port' | 'urlOf'>,
): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, 'settings.yaml'), settings(port));
  for (const [agreement, own] of Map.groupBy(sources, (source) => source.agreement)) {
    await writeFile(join(folder, `${agreement}.yaml`), agreementOf(agreement, own, urlOf));
  }
}

/** The first day of this quarter, such as 2026-10-01. */
function thisQuarter(): string {
  const today = Temporal.Now.plainDateISO(timeZone);
  return today.with({ month: today.month - ((today.month - 1) % 3), day: 1 }).toString();
}

const settings = (port: number) => `apiVersion: upheld/v1
kind: Settings
metadata: { name: settings }
spec: { egress: { allow: [{ cidr: 127.0.0.0/24, ports: [${port}] }] } }
`;

function agreementOf(name: string, sources: ProbedSource[], urlOf: Partner['urlOf']): string {
  const names = sources.map(({ source }) => source).join(', ');
  const written = sources.map(
    ({ source, everyMs, target }) =>
      `    - { name: ${source}, type: http, every: ${everyMs / 1000}s, spec: { url: "${urlOf(target)}" } }`,
  );
  return `apiVersion: upheld/v1
kind: Agreement
metadata: { name: ${name} }
spec:
  effective: { from: ${thisQuarter()} }
  timeZone: ${timeZone}
  parties:
    - { id: us, name: Us, people: { accountable: { name: Ina Weiss, email: ina@us.example } } }
    - { id: them, name: Them, people: { accountable: { name: Tom Falk, email: tom@them.example } } }
  sources:
${written.join('\n')}
  objectives:
    - name: uptime
      owedBy: them
      clause: { text: "Every endpoint is available 99.9 % of each month." }
      indicator: { type: availability, sources: [${names}] }
      objective: { op: ">=", target: 99.9% }
      period: month
    - name: speed
      owedBy: them
      clause: { text: "95 % of all answers of a month come in less than 200 ms." }
      indicator: { type: latency, sources: [${names}], threshold: 200ms }
      objective: { op: ">=", target: 95% }
      period: month
`;
}
