// Update cadence: from the first qualifying reply on, reply after reply until the ticket is resolved, and
// again from `reopened` (measurement.md section 6).
import type { ClockRule } from './clock-rule.ts';

export const updateCadence: ClockRule = {
  duration: (severity) => severity.updateEvery,
  runsOn: ({ isAnswered, isResolved }) => isAnswered && !isResolved,
  stoppedBy: 'answered',
  pause: 'updates',
  course: 'repeats',
};
