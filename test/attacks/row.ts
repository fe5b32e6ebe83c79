// What a test saw of an attack. Tests leave it on their task; run.ts prints the table.
import type { TestContext } from 'vitest';

export type Row = {
  attack: number;
  input: string;
  /** The kind of source that met it; the file's reader, where nothing is asked. */
  by: string;
  seen: string;
  /** Those that the attacker heard. */
  requests: number;
  /** How long it took of us; null where no slot was asked. */
  ms: number | null;
};

declare module 'vitest' {
  interface TaskMeta {
    attack?: Row;
  }
}

/** Leaves `row` on the test that runs. */
export function note({ task }: Pick<TestContext, 'task'>, row: Row): void {
  task.meta.attack = row;
}
