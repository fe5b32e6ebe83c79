// What a collector would ask with, for commands that ask without one.
import { systemClock } from './clock.ts';
import { createOutside } from './collect/outside.ts';
import type { Installation } from './commands/doctor.ts';
import { readEnvironment, secretEnvironment, type Environment } from './environment.ts';
import type { LoadResult } from './running.ts';
import { version } from './version.ts';

/** The settings beside the agreements say what may be reached. `folder` is null where the environment says it. */
export async function openInstallation(
  folder: string | null,
  loadFrom: (environment: Environment) => () => Promise<LoadResult>,
): Promise<Installation | { ok: false; faults: string[] }> {
  const environment = readEnvironment();
  const configFolder = folder ?? environment.configFolder;
  const loaded = await loadFrom({ ...environment, configFolder })();
  if (!loaded.ok) return loaded;
  const { agreements, settings } = loaded.configuration;
  const { host, collectorPort, dashboardPort } = environment;
  const outside = createOutside({
    settings: () => settings,
    environment: secretEnvironment(),
    folder: configFolder,
    listeners: () => [collectorPort, dashboardPort].map((port) => ({ host, port })),
    clock: systemClock,
    version,
    onControls: () => undefined,
  });
  return { ok: true, agreements, outside: outside() };
}
