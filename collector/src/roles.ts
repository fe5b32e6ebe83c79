// What a process of Upheld does: all of it, or one half beside others on the same store.

export type Role = 'run' | 'collect' | 'serve';

/** `asks`: targets, in their slots. `judges`: agreements, and answers whoever wants to know or to tell. */
export type Tasks = { asks: boolean; judges: boolean };

export const tasksOf: Record<Role, Tasks> = {
  run: { asks: true, judges: true },
  collect: { asks: true, judges: false },
  serve: { asks: false, judges: true },
};
