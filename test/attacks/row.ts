// What a test saw of an attack. Tests leave it on their task; run.ts prints the table.
import type { TestContext } from 'vitest';

/** `requests` are those that the attacker heard; `ms` is the time that it took of us, null where none was spent. */
export type Row = { attack: number; input: string; seen: string; requests: number; ms: number | null };

declare module 'vitest' {
  interface TaskMeta {
    attack?: Row;
  }
}

/** Leaves `row` on the test that runs. */
export function note({ task }: Pick<TestContext, 'task'>, row: Row): void {
  task.meta.attack = row;
}
