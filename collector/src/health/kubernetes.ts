// Kubernetes, `/livez` and `/readyz`: the HTTP status is all that counts; the text is for people.
import type { HealthFormat } from './health-format.ts';

export const kubernetes: HealthFormat = {
  name: 'kubernetes',
  // Every web server answers with 200 to something: this format has to be named.
  knows: () => false,
  read: ({ code }) => ({ status: code === 200 ? 'operational' : 'major_outage', fault: null }),
};
