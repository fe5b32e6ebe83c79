// The configuration in force as files would say it with every default written out.
import type { Instant } from '@upheld/shared/time/instant';
import { startOfLocalDate } from '@upheld/shared/time/local-date';
import {
  writtenAgreement,
  writtenAmendment,
  writtenExclusion,
  writtenSettings,
} from '@upheld/shared/agreement/written';
import type { Kinds } from '@upheld/shared/agreement/kinds';
import { stringify } from 'yaml';
import type { Configuration } from './configuration.ts';

/**
 * YAML that loads as the configuration in force at `now`: the terms as they are amended by then, and the
 * amendments to come. Secrets are references in it, as in the files.
 */
export function effectiveYaml(configuration: Configuration, kinds: Kinds, now: Instant): string {
  const { agreements, exclusions, settings } = configuration;
  return [
    ...agreements.map(
      (agreement) => `${headOf(agreement, now)}${yaml(writtenAgreement(agreement, kinds, now))}`,
    ),
    ...amendmentsToCome(configuration, now).map((amendment) => yaml(writtenAmendment(amendment))),
    ...exclusions.map((exclusion) => yaml(writtenExclusion(exclusion))),
    yaml(writtenSettings(settings)),
  ].join('---\n');
}

function yaml(document: unknown): string {
  return stringify(document, { lineWidth: 110 });
}

function headOf({ name, amended }: Configuration['agreements'][number], now: Instant): string {
  const begun = amended.filter(({ from }) => from <= now).map((version) => version.name);
  return begun.length === 0 ? '' : `# ${name} as amended by ${begun.join(', ')}\n`;
}

/** Signed or not; one that was dated before now and never signed fits terms that are gone. */
function amendmentsToCome({ agreements, amendments }: Configuration, now: Instant) {
  const zones = new Map(agreements.map(({ name, timeZone }) => [name, timeZone]));
  return amendments.filter(
    ({ agreement, effective }) => startOfLocalDate(effective.from, zones.get(agreement) ?? 'UTC') > now,
  );
}
