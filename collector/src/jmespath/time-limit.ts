// Ends work that takes too long. How much an expression has to do follows from what a desk sends, and while it is
// done nothing else is.
import { createContext, Script } from 'node:vm';

/** The work was not done in time. */
export class TimeLimitError extends Error {
  override name = 'TimeLimitError';
}

/** Node ends what a script calls when its time is over; this one calls what it is handed, and is never another. */
const script = new Script('work()');

/** What `work` gives. Throws what it throws, and a `TimeLimitError` after `ms`. */
export function withinTime<Result>(ms: number, work: () => Result): Result {
  const done: { result: Result }[] = [];
  const call = () => {
    done.push({ result: work() });
  };
  try {
    script.runInContext(createContext({ work: call }), { timeout: ms });
  } catch (error) {
    throw isTimeout(error) ? new TimeLimitError(`not done within ${ms} ms`) : error;
  }
  const [first] = done;
  if (first === undefined) throw new Error('The script did not call its work.');
  return first.result;
}

/** Made outside this realm, so that it is no `Error` of ours. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
