// What is asked of both sides: so many targets, so often, for so long.
import { parseArgs } from 'node:util';

export type Load = {
  name: string;
  targets: number;
  everyMs: number;
  /** From the first slot on: connections, compilers and caches are then as they stay. */
  warmUpMs: number;
  /** What is measured: whole intervals, so that every target has equally many slots in it. */
  windowMs: number;
};

export type Asked = {
  loads: Load[];
  /** Where the collectors write a profile of their CPU; null for none, because profiling costs some. */
  profileFolder: string | null;
};

const loadEveryMs = 15_000;
const rateEveryMs = 5_000;

/** The loads that the arguments ask for; without any, those that the aims are about. */
export function readArguments(args: string[]): Asked {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '3' },
      targets: { type: 'string', default: '5000' },
      quick: { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  });
  const minutes = positive('minutes', values.minutes);
  const targets = Math.ceil(positive('targets', values.targets));
  const profileFolder = values.profile ?? null;
  return { loads: values.quick ? quick() : full(minutes * 60_000, targets), profileFolder };
}

function full(windowMs: number, targets: number): Load[] {
  const warmUpMs = 30_000;
  return [
    loadOf(1_000, rateEveryMs, warmUpMs, Math.min(windowMs, 60_000)),
    loadOf(targets, loadEveryMs, warmUpMs, windowMs),
  ];
}

function quick(): Load[] {
  return [loadOf(500, rateEveryMs, rateEveryMs, 2 * rateEveryMs)];
}

function loadOf(targets: number, everyMs: number, warmUpMs: number, wantedMs: number): Load {
  const intervals = Math.max(1, Math.round(wantedMs / everyMs));
  const perSecond = Math.round((targets * 1000) / everyMs);
  return {
    name: `${targets.toLocaleString('en')} targets every ${everyMs / 1000} s (${perSecond} probes/s) for ${(intervals * everyMs) / 1000} s`,
    ...{ targets, everyMs, warmUpMs, windowMs: intervals * everyMs },
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0 && value < Infinity) return value;
  throw new RangeError(`--${name}: got "${text}"; it is a number above 0, such as 3`);
}
