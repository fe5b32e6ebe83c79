// The agreement whose desk is read: four severities around the clock, with updates and a resolution.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisedHours } from './story.ts';

/** Writes settings and the agreement into a new folder. */
export async function writeConfiguration(folder: string, port: number): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, 'settings.yaml'), settings(port));
  await writeFile(join(folder, 'bench.yaml'), agreement(port));
}

const settings = (port: number) => `apiVersion: upheld/v1
kind: Settings
metadata: { name: settings }
spec: { egress: { allow: [{ cidr: 127.0.0.1/32, ports: [${port}] }] } }
`;

const severities = Object.entries(promisedHours).map(
  ([level, hours]) =>
    `        - { level: ${level}, name: S${level}, firstResponse: ${hours}h, updateEvery: 168h, resolution: 336h, calendar: always, target: 95% }`,
);

const agreement = (port: number) => `apiVersion: upheld/v1
kind: Agreement
metadata: { name: bench }
spec:
  effective: { from: 2026-07-01 }
  timeZone: Etc/UTC
  parties:
    - { id: us, name: Us, people: { accountable: { name: Ina Weiss, email: ina@us.example } } }
    - { id: them, name: Them, people: { accountable: { name: Tom Falk, email: tom@them.example } } }
  sources:
    - { name: desk, type: json-http, every: 5s, spec: { url: "http://127.0.0.1:${port}/events" } }
  support:
    - name: support
      source: desk
      owedBy: them
      clause: { text: "Every ticket is answered in time." }
      period: quarter
      waitingOnReporterPauses: [updates, resolution]
      severities:
${severities.join('\n')}
`;
