// `pnpm demo`: a simulated partner and its ticket desk, two quarters of history brought in by
// `upheld import`, and then the real collector and dashboard on top of it.
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { whenToStop } from '@upheld/collector/bin/abandonment';
import { launch } from '@upheld/collector/bin/launch';
import { liveEvents } from './live-tickets.ts';
import { prepare } from './prepare.ts';
import { behaviourAt } from './script.ts';
import { incidentsAround } from './story.ts';
import { startSimulator } from './simulator.ts';
import type { Simulator, World } from './simulator.ts';
import { eventsAround } from './tickets.ts';

const usualPort = 4402;

process.exitCode = await demo(process.env, whenToStop());

/** Everything of a demo lives in one folder that goes when it ends, unless UPHELD_DATA names one to keep. */
async function demo(variables: Record<string, string | undefined>, stop: AbortSignal): Promise<number> {
  const startedAt = Date.now();
  const token = randomBytes(16).toString('hex');
  const simulator = await startOnUsualPort(worldSince(startedAt), token);
  const folder = variables['UPHELD_DATA'] || `.data/demo-${randomBytes(4).toString('hex')}`;
  const settings = {
    ...variables,
    UPHELD_DATA: folder,
    UPHELD_CONFIG: `${folder}/config`,
    LUMEN_TOKEN: token,
  };
  try {
    await prepare(settings, startedAt, simulator.port, stop);
    return await launch(settings, stop, console.log, console.error);
  } catch (error) {
    if (stop.aborted) return 0;
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    await simulator.close();
    if (folder !== variables['UPHELD_DATA']) await rm(folder, { recursive: true, force: true });
  }
}

/** The port in config/demo, or a free one where a second demo runs: the rendered files name what it got. */
function startOnUsualPort(world: World, token: string): Promise<Simulator> {
  return startSimulator(world, usualPort, token).catch(() => startSimulator(world, 0, token));
}

function worldSince(startedAt: number): World {
  const incidents = incidentsAround(startedAt);
  const scripted = eventsAround('partner', startedAt);
  return {
    behaviourAt: (endpoint, at) => behaviourAt(incidents, endpoint, at),
    eventsUntil: (at) => [...scripted.filter((event) => event.at <= at), ...liveEvents(startedAt, at)],
  };
}
