// How the collector reaches the world under the settings in force; made anew when a reload changes them.
import type { Settings } from '@upheld/shared/agreement/settings';
import type { Clock } from '../clock.ts';
import { createEgress, type Egress, type EgressOptions } from '../egress.ts';
import { createAllowance, type Allowance } from '../egress/allowance.ts';
import { createBudget, limited } from '../egress/budget.ts';
import { createCredentials, type Credentials } from '../egress/credentials.ts';
import { createFiles, type FindFile } from '../files.ts';
import { createSecrets } from '../secrets.ts';
import type { ControlAnswer } from './control.ts';
import { createControls, type Controls } from './own-network.ts';

export type Outside = Controls & {
  vantage: string;
  egress: Egress;
  /** Without a door of theirs, those who prove who they are ask for tokens outside any budget. */
  credentials: Credentials;
  /** Files inside the folder of the agreements. */
  file: FindFile;
  /** How much may still be asked by that name: one for the probes of each agreement, one for each desk. */
  allowanceOf: (name: string) => Allowance;
};

export type OutsideParts = {
  settings: () => Settings;
  environment: Record<string, string | undefined>;
  /** Where relative names of files start, those of secrets too. */
  folder: string;
  listeners: NonNullable<EgressOptions['ownListeners']>;
  clock: Clock;
  version: string;
  /** Hears how our control targets answered. */
  onControls: (answers: ControlAnswer[]) => void;
};

/** What outlives a change of the settings. */
type Memory = { lastAnswers: Map<string, number> };

/** Gives the same doors as long as the settings stay the same. */
export function createOutside(parts: OutsideParts): () => Outside {
  let made: { of: Settings; outside: Outside } | null = null;
  const memory = { lastAnswers: new Map<string, number>() };
  return () => {
    const settings = parts.settings();
    if (made?.of !== settings) made = { of: settings, outside: open(settings, parts, memory) };
    return made.outside;
  };
}

function open(settings: Settings, parts: OutsideParts, { lastAnswers }: Memory): Outside {
  const { environment, folder, listeners, clock, version, onControls } = parts;
  const { vantage, contact, controls, politeness, egress: rules } = settings;
  const egress = createEgress({ allow: rules.allow, contact, version, ownListeners: listeners });
  return {
    vantage,
    egress,
    credentials: createCredentials({ secret: createSecrets({ environment, folder }), egress, clock }),
    file: createFiles({ folder, clock }),
    ...createControls({
      ...{ controls, clock, lastAnswers, onRound: onControls },
      egress: patient(egress, createAllowance(politeness, clock), clock),
    }),
    allowanceOf: remembered(() => createAllowance(politeness, clock)),
  };
}

/**
 * The way out for what asks page after page, such as a desk. Its allowance is its own: a backlog of pages
 * takes no slot from the agreement's probes.
 */
export function politely(outside: Outside, name: string, clock: Clock): Outside {
  const egress = patient(outside.egress, outside.allowanceOf(name), clock);
  const credentials: Credentials = (terms, deadlineMs) => outside.credentials(terms, deadlineMs, egress);
  return { ...outside, egress, credentials };
}

/** How long a request may wait for room that belongs to no slot. */
const patienceMs = 10_000;

function patient(egress: Egress, allowance: Allowance, clock: Clock): Egress {
  const until = () => clock.monotonic() + patienceMs;
  return limited(egress, createBudget({ allowance, most: Infinity, until }));
}

function remembered<T>(make: () => T): (name: string) => T {
  const made = new Map<string, T>();
  return (name) => {
    const known = made.get(name) ?? make();
    made.set(name, known);
    return known;
  };
}
