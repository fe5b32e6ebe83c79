// What each reason of a slot means in a few words; for those that are ours, what to do about it.
import type { BadReason, UnmeasuredReason } from '@upheld/shared/facts/sample';

/** What the partner did, as it stands after "the partner". */
export const badWords: Record<BadReason, string> = {
  status: 'answered with a status that is not expected',
  expectation: 'answered with something else than is expected',
  timeout: 'did not answer in time',
  connect: 'could not be connected to',
  dns: 'has no such name',
  tls: 'has no TLS that can be trusted',
  protocol: 'does not speak the protocol, or cut its message short',
  redirect: 'sent us elsewhere',
};

/** Why nothing was measured, and what to do about it. */
export const unmeasuredWords: Record<UnmeasuredReason, { what: string; advice: string }> = {
  stopped: { what: 'no collector ran', advice: 'keep one running' },
  overloaded: { what: 'the collector had no room', advice: 'give it more, or ask less often' },
  'own-network': { what: 'our own network or resolver failed', advice: 'look at your network' },
  storage: { what: 'the storage refused', advice: 'look at its disk' },
  clock: { what: 'the clock was set', advice: 'let a time service keep it' },
  policy: { what: 'the address must not be asked', advice: 'name it under egress.allow, or mend the URL' },
  'rate-limited': { what: 'the partner answered that we ask too often', advice: 'ask less often' },
  credentials: { what: 'the partner did not accept who asks', advice: 'renew the secret' },
};
