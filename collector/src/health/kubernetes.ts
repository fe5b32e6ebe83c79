// Kubernetes, `/livez` and `/readyz`: the HTTP status is all that counts; the text is for people.
// Every web server answers with 200 to something, so this format has to be named: it is never guessed.
import type { HealthFormat } from './health-format.ts';

export const kubernetes: HealthFormat = {
  name: 'kubernetes',
  read: ({ code }) => ({ status: code === 200 ? 'operational' : 'major_outage', fault: null }),
};
