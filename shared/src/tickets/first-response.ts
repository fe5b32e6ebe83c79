// First response: from `opened` to the first public reply by a human of the supplier. It never pauses
// and resolving the ticket does not stop it (measurement.md section 6).
import type { ClockRule } from './clock-rule.ts';

export const firstResponse: ClockRule = {
  duration: (severity) => severity.firstResponse,
  runsOn: ({ isAnswered }) => !isAnswered,
  stoppedBy: 'answered',
  pause: null,
  course: 'once',
};
