// The faults there are, in the order in which they are played.
import { clockSteps } from './clock-steps.ts';
import { damagedBlock } from './damaged-block.ts';
import type { Fault } from './fault.ts';
import { fullDisk } from './full-disk.ts';
import { injectedErrors } from './injected-errors.ts';
import { killedCollector } from './killed-collector.ts';
import { killedWriter } from './killed-writer.ts';
import { killedServer } from './killed-server.ts';
import { killedServerCollector } from './killed-server-collector.ts';
import { lateSamples } from './late-samples.ts';
import { endedHolder, killedHolder } from './lost-holder.ts';
import { oneShard } from './one-shard.ts';
import { pausedHolder } from './paused-holder.ts';
import { paused } from './paused.ts';
import { tidiedTogether } from './tidied-together.ts';

export const faults: readonly Fault[] = [
  killedCollector,
  killedWriter,
  fullDisk,
  injectedErrors,
  clockSteps,
  paused,
  lateSamples,
  killedServer,
  killedServerCollector,
  tidiedTogether,
  killedHolder,
  endedHolder,
  pausedHolder,
  oneShard,
  damagedBlock,
];
