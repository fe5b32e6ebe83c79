// The sources of an agreement as their page shows them: for the engineers who keep them running. Pure.
import type { AgreementSummary, PartySummary } from '@upheld/shared/api/responses';
import type { SourceRecord, SourcesResponse } from '@upheld/shared/api/source-records';
import type { Instant } from '@upheld/shared/time/instant';
import { printInstant } from '../words/instant.ts';
import { joined } from '../words/names.ts';
import { counted } from '../words/number.ts';
import { agreementHref } from './links.ts';
import { linesOf } from './source-lines.ts';
import type { SourceLine } from './source-lines.ts';

export type SourcesPage = ReturnType<typeof sourcesPage>;

/** Those that call for a look first, else in the order of the agreement. */
export function sourcesPage({ system, sources }: SourcesResponse, agreement: AgreementSummary) {
  const { id, parties, timeZone: zone } = agreement;
  const rows = sources.map((source) => rowOf(source, parties, { zone, asOf: system.asOf, id }));
  return {
    headline: headlineOf(rows),
    ...{ zone, name: agreement.name, href: agreementHref(id) },
    asOf: printInstant(system.asOf, zone),
    rows: [...rows.filter(({ calls }) => calls), ...rows.filter(({ calls }) => !calls)],
  };
}

type Seen = { zone: string; asOf: Instant; id: string };

function rowOf(source: SourceRecord, parties: PartySummary[], { zone, asOf, id }: Seen) {
  const { type, every, measuredBy, nextAt } = source;
  const lines: SourceLine[] = linesOf(source, asOf, zone);
  return {
    ...{ name: source.source, type, lines },
    calls: lines.some(({ status }) => status === 'missed' || status === 'undetermined'),
    cadence: cadenceWords(every),
    measuredBy: parties.find((party) => party.id === measuredBy)?.name ?? measuredBy ?? 'nobody is named',
    next: nextAt === null ? null : printInstant(nextAt, zone),
    witnessHref:
      source.gives === 'checks' && source.reported !== null ? `${agreementHref(id)}#witnesses` : null,
  };
}

/** `60s` as `every 60 s`, `5m` as `every 5 min`; the figure keeps its unit beside it. */
function cadenceWords(every: string): string {
  return `every ${every.replace(/^(\d+)(?=[a-z])/, '$1\u00a0').replace(/m$/, 'min')}`;
}

/** `2 of 9 sources call for a look: orders-api and desk.` */
function headlineOf(rows: { name: string; calls: boolean }[]): string {
  const calling = rows.filter(({ calls }) => calls).map(({ name }) => name);
  if (rows.length === 0) return 'The agreement has no sources.';
  if (calling.length === 0) {
    return rows.length === 1 ? 'The one source is well.' : `All ${rows.length} sources are well.`;
  }
  const verb = calling.length === 1 ? 'calls' : 'call';
  return `${calling.length} of ${counted(rows.length, 'source')} ${verb} for a look: ${joined(calling, 4)}.`;
}
