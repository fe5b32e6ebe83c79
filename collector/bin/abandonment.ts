// When the launcher has to end: it was asked to, or whoever started it is gone.
import { isAlive, startersOf } from './ancestors.ts';

const watchEveryMs = 500;

/** Aborts on Ctrl-C, SIGTERM, a closed terminal (SIGHUP) or when a process that started us has vanished. */
export function whenToStop(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort(signal));
  }
  watchStarters(controller);
  return controller.signal;
}

function watchStarters(controller: AbortController): void {
  const parent = process.ppid;
  const starters = startersOf(process.pid);
  const timer = setInterval(() => {
    if (process.ppid === parent && starters.every(isAlive)) return;
    controller.abort('the process that started it is gone');
  }, watchEveryMs);
  // The children keep the launcher alive; the watch alone must not.
  timer.unref();
}
