// The log: JSON lines on standard output, UTC, one event each. Error texts come from our own error classes,
// which quote no secret.
import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** A logger that writes to standard output at once, so that a crash loses no line. */
export function createLog(): Logger {
  return pino({
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}
