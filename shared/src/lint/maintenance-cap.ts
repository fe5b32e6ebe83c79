// Scheduled maintenance without a cap: any length of it can be agreed away.
import type { LintRule } from './warning.ts';

export const maintenanceCap: LintRule = {
  name: 'maintenance-cap',
  find({ governance }) {
    const maintenance = governance.exclusions.scheduledMaintenance;
    if (maintenance === undefined || maintenance.capPerMonth !== undefined) return [];
    return [
      {
        path: 'governance.exclusions.scheduledMaintenance',
        clause: null,
        why: 'maintenance has no cap, so any length of it can be taken out of the numbers',
        proposal: 'capPerMonth: 4h',
      },
    ];
  },
};
