// Resolution: the first one, which is final, and the whole work, which stands still while the ticket is
// resolved and goes on when it is reopened (measurement.md section 6).
import type { ClockRule } from './clock-rule.ts';

export const firstResolution: ClockRule = {
  duration: (severity) => severity.resolution,
  runsOn: ({ wasResolved }) => !wasResolved,
  stoppedBy: 'resolved',
  pause: 'resolution',
  course: 'once',
};

export const totalResolution: ClockRule = {
  duration: (severity) => severity.resolution,
  runsOn: ({ isResolved }) => !isResolved,
  stoppedBy: 'resolved',
  pause: 'resolution',
  course: 'resumes',
};
