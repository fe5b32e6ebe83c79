// Credentials of an installation whose secrets are handed over by name.
import { systemClock, type Clock } from '@upheld/collector/clock';
import { createCredentials, type CredentialTerms, type Identity } from '@upheld/collector/egress/credentials';
import { createSecrets } from '@upheld/collector/secrets';
import { loopbackEgress } from '../servers.ts';

/** `ports` of loopback are the ones where a token endpoint may be. */
export function credentialsOf(
  environment: Record<string, string>,
  ports: number[] = [],
  clock: Clock = systemClock,
): (terms: Partial<CredentialTerms>, deadlineMs: number) => Promise<Identity> {
  const secret = createSecrets({ environment, folder: '/nowhere' });
  const credentials = createCredentials({ secret, egress: loopbackEgress(ports), clock });
  return async (terms, deadlineMs) =>
    await credentials({ url: 'https://api.example.com/', ...terms }, deadlineMs);
}
