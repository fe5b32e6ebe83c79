// `upheld doctor source`: asks one source of an agreement as the collector would, stores nothing, and says in
// words what will be counted.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Clock } from '../clock.ts';
import type { Outside } from '../collect/outside.ts';
import type { ConnectorKind } from '../connectors/connector.ts';
import type { ProbeKind } from '../probes/probe.ts';
import type { TrafficKind } from '../traffic/traffic.ts';
import { doctorUsage, readArguments } from './doctor-arguments.ts';
import { checkLines } from './doctor-check.ts';
import { askOnce } from './doctor-endpoint.ts';
import { findSource } from './doctor-source.ts';
import { examineTickets } from './doctor-tickets.ts';

/** Agreements, and the way out under the settings beside them. */
export type Installation = { ok: true; agreements: Agreement[]; outside: Outside };

export type DoctorParts = {
  /** Reads a folder; that of the setting where it is null. */
  open(folder: string | null): Promise<Installation | { ok: false; faults: string[] }>;
  connectors: ReadonlyMap<string, ConnectorKind>;
  probes: ReadonlyMap<string, ProbeKind>;
  traffic: ReadonlyMap<string, TrafficKind>;
  clock: Clock;
  write(text: string): void;
  writeError(text: string): void;
};

/** Exit status 0 when all is well; 1 when a check failed or there is no such source; 2 when asked wrongly. */
export async function doctor(args: string[], parts: DoctorParts): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return fail(parts, 2, `${asked}\nusage: ${doctorUsage}`);
  const installation = await parts.open(asked.folder);
  if (!installation.ok) return fail(parts, 1, installation.faults.join('\n'));
  const { agreements, outside } = installation;
  const found = findSource(asked, agreements, parts.clock.now());
  if (!found.ok) return fail(parts, found.status, found.words);
  const { agreement, source } = found;
  const say = (lines: string[]) => parts.write(`${lines.join('\n')}\n`);
  const desk = parts.connectors.get(source.type);
  if (desk !== undefined) {
    return (await examineTickets(found, desk, { ...parts, outside, say })) ? 0 : 1;
  }
  say([`${agreement.name}/${source.name}: a source of type ${source.type}`, '']);
  const check = await askOnce(source, agreement.name, outside, parts);
  say(checkLines(check));
  return check.result === 'failed' ? 1 : 0;
}

function fail({ writeError }: DoctorParts, code: number, text: string): number {
  writeError(`upheld doctor: ${text}\n`);
  return code;
}
