// Credentials of an installation whose secrets are handed over by name.
import { systemClock } from '@upheld/collector/clock';
import { createCredentials } from '@upheld/collector/egress/credentials';
import { createSecrets } from '@upheld/collector/secrets';
import { loopbackEgress } from '../servers.ts';

/** `ports` of loopback are the ones where a token endpoint may be. */
export function credentialsOf(environment: Record<string, string>, ports: number[] = []) {
  const secret = createSecrets({ environment, folder: '/nowhere' });
  return createCredentials({ secret, egress: loopbackEgress(ports), clock: systemClock });
}
