// What loads but is probably not what was meant. Each warning names the thing and says what to do.
import type { Exclusion } from './agreement.ts';
import type { FullAgreement } from './document.ts';
import type { Settings } from './settings.ts';

/** Warnings about agreements, exclusions and settings that are free of faults. */
export function warningsOf(
  agreements: FullAgreement[],
  exclusions: Exclusion[],
  settings: Settings,
): string[] {
  return [
    ...agreements.flatMap((agreement) => [
      ...severitiesWithoutUpdates(agreement),
      ...uncappedMaintenance(agreement),
      ...notMeasuredYet(agreement),
    ]),
    ...exclusions.flatMap((exclusion) => selfApproved(exclusion, agreements)),
    ...channelsForNobody(agreements, settings),
    ...notSentYet(settings),
  ];
}

function severitiesWithoutUpdates({ name, support }: FullAgreement): string[] {
  return support.flatMap((matrix) => {
    const silent = matrix.severities.filter(({ updateEvery }) => updateEvery === undefined);
    const levels = silent.map(({ level }) => level).join(', ');
    if (silent.length === 0) return [];
    return [
      `${name}: support.${matrix.name}${clauseText(matrix.clause)} promises no updates for severity ${levels}, so none ` +
        'are measured; agree on a cadence, such as updateEvery: 1d',
    ];
  });
}

function uncappedMaintenance({ name, governance }: FullAgreement): string[] {
  const maintenance = governance.exclusions.scheduledMaintenance;
  if (maintenance === undefined || maintenance.capPerMonth !== undefined) return [];
  return [
    `${name}: governance.exclusions.scheduledMaintenance has no cap, so any length of maintenance can be agreed away; ` +
      'agree on one, such as capPerMonth: 4h',
  ];
}

/** What this release reads and keeps without judging it: nobody may take silence for a promise that is kept. */
function notMeasuredYet(agreement: FullAgreement): string[] {
  const { name, support, obligations, kpis, credits, correctiveAction } = agreement;
  const severities = support.flatMap((matrix) => matrix.severities);
  const parts = [
    severities.some(({ updateEvery }) => updateEvery !== undefined) ? 'updateEvery' : null,
    severities.some(({ resolution }) => resolution !== undefined) ? 'resolution' : null,
    obligations.length > 0 ? 'obligations' : null,
    kpis.length > 0 ? 'kpis' : null,
    credits !== undefined ? 'credits' : null,
    correctiveAction !== undefined ? 'correctiveAction' : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return [];
  return [`${name}: this release does not judge ${parts.join(', ')} yet; follow that elsewhere`];
}

function notSentYet({ channels }: Settings): string[] {
  if (channels.length === 0) return [];
  return ['settings: this release sends nothing to channels yet; follow the dashboard or /metrics'];
}

function selfApproved(exclusion: Exclusion, agreements: FullAgreement[]): string[] {
  const { name, approved, approvedBy, requestedBy } = exclusion;
  if (approved || approvedBy === null) return [];
  const parties = agreements.find((agreement) => agreement.name === exclusion.agreement)?.parties ?? [];
  const other = parties.find(({ id }) => id !== requestedBy.party)?.id;
  return [
    `${name}: requested and approved by ${requestedBy.party}, so it does not act; the other party approves, ` +
      `such as approvedBy: { party: ${other}, ... }`,
  ];
}

function channelsForNobody(agreements: FullAgreement[], { channels }: Settings): string[] {
  const bodies = agreements.flatMap(({ governance }) => governance.bodies.map((body) => body.name));
  return channels.flatMap((channel) => {
    const unknown = channel.for.filter((body) => !bodies.includes(body));
    if (unknown.length === 0) return [];
    return [
      `settings: channels.${channel.name} is for ${unknown.join(', ')}, which no agreement has under ` +
        `governance.bodies; add it there, such as { name: ${unknown[0]}, ... }`,
    ];
  });
}

function clauseText(clause: { section?: string | undefined } | null): string {
  return clause?.section === undefined ? '' : ` (section ${clause.section})`;
}
