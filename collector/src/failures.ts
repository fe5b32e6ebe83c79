// Says what fails once, not once a second: when it begins, when its words change, and when it is over.
export type Failures = {
  failed(what: string, error: unknown): void;
  /** `what` works: a failure of it, if there was one, is over. */
  worked(what: string): void;
};

type Lines = { error(line: object): void; info(line: object): void };

/** Reports to `log`. */
export function reportFailures(log: Lines): Failures {
  const failing = new Map<string, string>();
  return {
    failed(what, error) {
      const words = error instanceof Error ? error.message : String(error);
      if (failing.get(what) === words) return;
      failing.set(what, words);
      log.error({ event: 'failed', what, err: error });
    },
    worked(what) {
      if (failing.delete(what)) log.info({ event: 'works-again', what });
    },
  };
}
