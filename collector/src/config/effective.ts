// The configuration as files would say it with every default written out.
import { writtenAgreement, writtenExclusion, writtenSettings } from '@upheld/shared/agreement/written';
import type { Kinds } from '@upheld/shared/agreement/kinds';
import { stringify } from 'yaml';
import type { Configuration } from './configuration.ts';

/** YAML that loads as the configuration in force at `now`. Secrets are references in it, as in the files. */
export function effectiveYaml(
  { agreements, exclusions, settings }: Configuration,
  kinds: Kinds,
  now: number,
): string {
  const documents = [
    ...agreements.map((agreement) => writtenAgreement(agreement, kinds, now)),
    ...exclusions.map(writtenExclusion),
    writtenSettings(settings),
  ];
  return documents.map((document) => stringify(document, { lineWidth: 110 })).join('---\n');
}
