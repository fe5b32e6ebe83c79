// What a linter says of terms that load but are probably not what was meant, and what a rule of it is.
import type { Clause } from '../agreement/agreement.ts';
import type { FullTerms } from '../agreement/document.ts';
import type { Settings } from '../agreement/settings.ts';

/** Plain data: command line, log and pages print the same record. */
export type Warning = Finding & {
  /** The name of the rule that found it. */
  rule: string;
  /** The agreement concerned; null where it is the installation. */
  agreement: string | null;
  /** The document to change. */
  document: { kind: 'Agreement' | 'Amendment' | 'Exclusion' | 'Settings'; name: string };
};

export type Finding = {
  /** Inside the document's `spec`, items of lists by their names: `objectives.uptime.objective.target`. */
  path: string;
  /** What the contract says there; null where the file quotes none. */
  clause: Clause | null;
  /** One sentence without its full stop. */
  why: string;
  /** A line of YAML that settles it; null where nothing in the file can. */
  proposal: string | null;
};

/** `find` gives what it has to say of one agreement that is free of faults; `settings` are null where they are not. */
export type LintRule = { name: string; find(agreement: FullTerms, settings: Settings | null): Finding[] };
