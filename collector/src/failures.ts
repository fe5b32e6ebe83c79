// Says what fails once, not once a second: when it begins, when its words are new, and when it is over.
export type Failures = {
  failed(what: string, error: unknown): void;
  /** `what` works: a failure of it, if there was one, is over. */
  worked(what: string): void;
};

type Lines = { error(line: object): void; info(line: object): void };

/** How many different words of one failure are remembered: two that take turns are said once each. */
const remembered = 10;

/** Reports to `log`. */
export function reportFailures(log: Lines): Failures {
  const failing = new Map<string, string[]>();
  return {
    failed(what, error) {
      const words = error instanceof Error ? error.message : String(error);
      const said = failing.get(what) ?? [];
      if (said.includes(words)) return;
      failing.set(what, [...said, words].slice(-remembered));
      log.error({ event: 'failed', what, err: error });
    },
    worked(what) {
      if (failing.delete(what)) log.info({ event: 'works-again', what });
    },
  };
}
