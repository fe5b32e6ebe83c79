// How the collector reaches the world under the settings in force; made anew when a reload changes them.
import type { Settings } from '@upheld/shared/agreement/settings';
import type { Clock } from '../clock.ts';
import { createEgress, type Egress, type EgressOptions } from '../egress.ts';
import type { OwnNetwork } from '../probes/probe.ts';
import { createCredentials, type Credentials } from '../egress/credentials.ts';
import { createSecrets } from '../secrets.ts';
import { createControls } from './own-network.ts';

export type Outside = { vantage: string; egress: Egress; credentials: Credentials; ownNetwork: OwnNetwork };

export type OutsideParts = {
  settings: () => Settings;
  environment: Record<string, string | undefined>;
  /** Where relative names of secret files start. */
  folder: string;
  listeners: NonNullable<EgressOptions['ownListeners']>;
  clock: Clock;
  version: string;
};

/** Gives the same doors as long as the settings stay the same. */
export function createOutside(parts: OutsideParts): () => Outside {
  let made: { of: Settings; outside: Outside } | null = null;
  return () => {
    const settings = parts.settings();
    if (made?.of !== settings) made = { of: settings, outside: open(settings, parts) };
    return made.outside;
  };
}

function open(settings: Settings, { environment, folder, listeners, clock, version }: OutsideParts): Outside {
  const { vantage, contact, controls, egress: rules } = settings;
  const egress = createEgress({ allow: rules.allow, contact, version, ownListeners: listeners });
  return {
    vantage,
    egress,
    credentials: createCredentials({ secret: createSecrets({ environment, folder }), egress, clock }),
    ownNetwork: createControls({ controls, egress, clock }),
  };
}
