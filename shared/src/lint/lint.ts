// Lints a whole configuration: what loads but is probably not what was meant.
import type { Amendment, Exclusion } from '../agreement/agreement.ts';
import type { FullAgreement, FullTerms } from '../agreement/document.ts';
import type { Settings } from '../agreement/settings.ts';
import { channelsForNobody, notSentYet } from './channels.ts';
import { lintRules } from './registry.ts';
import { selfApproved } from './self-approved.ts';
import { unsigned } from './unsigned.ts';
import type { Finding, Warning } from './warning.ts';

export type Linted = {
  agreements: FullAgreement[];
  amendments: Amendment[];
  exclusions: Exclusion[];
  /** Null where they are not free of faults: nothing is said of them, or by them. */
  settings: Settings | null;
};

/** Warnings about agreements, amendments, exclusions and settings that are free of faults, in the order of the rules. */
export function warningsOf({ agreements, amendments, exclusions, settings }: Linted): Warning[] {
  return [
    ...agreements.flatMap((agreement) => agreementWarnings(agreement, settings)),
    ...amendments.flatMap((amendment) => amendmentWarnings(amendment, agreements)),
    ...exclusions.flatMap((exclusion) => exclusionWarnings(exclusion, agreements)),
    ...(settings === null ? [] : settingsWarnings(settings, agreements)),
  ];
}

/** What an amendment leaves as it was is said of the agreement; what it brings, of the amendment. */
function agreementWarnings(agreement: FullAgreement, settings: Settings | null): Warning[] {
  const { name, amended } = agreement;
  const signed = lint(agreement, settings, { kind: 'Agreement', name });
  const known = new Set(signed.map(keyOf));
  const brought = amended.flatMap((version) =>
    lint(version.terms, settings, { kind: 'Amendment', name: version.name }).filter((warning) => {
      const isNew = !known.has(keyOf(warning));
      known.add(keyOf(warning));
      return isNew;
    }),
  );
  return [...signed, ...brought];
}

function lint(terms: FullTerms, settings: Settings | null, document: Warning['document']): Warning[] {
  return lintRules.flatMap(({ name: rule, find }) =>
    find(terms, settings).map((finding) => ({ rule, agreement: terms.name, document, ...finding })),
  );
}

function keyOf({ rule, path, why }: Warning): string {
  return JSON.stringify([rule, path, why]);
}

function amendmentWarnings(amendment: Amendment, agreements: FullAgreement[]): Warning[] {
  const agreement = agreements.find(({ name }) => name === amendment.agreement);
  if (agreement === undefined) return [];
  const document = { kind: 'Amendment', name: amendment.name } as const;
  return unsigned(amendment, agreement).map((finding) => ({
    ...{ rule: 'unsigned', agreement: agreement.name, document },
    ...finding,
  }));
}

function exclusionWarnings(exclusion: Exclusion, agreements: FullAgreement[]): Warning[] {
  const agreement = agreements.find(({ name }) => name === exclusion.agreement);
  if (agreement === undefined) return [];
  const document = { kind: 'Exclusion', name: exclusion.name } as const;
  return selfApproved(exclusion, agreement).map((finding) => ({
    ...{ rule: 'self-approved', agreement: agreement.name, document },
    ...finding,
  }));
}

function settingsWarnings(settings: Settings, agreements: FullAgreement[]): Warning[] {
  const document = { kind: 'Settings', name: 'settings' } as const;
  const warn = (rule: string, findings: Finding[]) =>
    findings.map((finding) => ({ rule, agreement: null, document, ...finding }));
  return [
    ...warn('channels-for-nobody', channelsForNobody(settings, agreements)),
    ...warn('not-sent', notSentYet(settings)),
  ];
}
