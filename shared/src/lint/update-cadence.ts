// A severity without an update cadence: after the first response nobody is owed another word.
import { listed } from './figures.ts';
import type { LintRule } from './warning.ts';

export const updateCadence: LintRule = {
  name: 'update-cadence',
  find: ({ support }) =>
    support.flatMap(({ name, clause, severities }) => {
      const silent = severities.filter(({ updateEvery }) => updateEvery === undefined);
      const [first] = silent;
      if (first === undefined) return [];
      const levels = listed(silent.map(({ level }) => String(level)));
      const every = silent.every(({ calendar }) => calendar === 'always') ? '1d' : '1bd';
      return [
        {
          path: `support.${name}.severities.${first.level}`,
          clause,
          why: `no updates are promised after the first response to severity ${levels}, so none are measured`,
          proposal: `updateEvery: ${every}`,
        },
      ];
    }),
};
