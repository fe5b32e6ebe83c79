// Channels of an installation that lead nowhere.
import type { FullTerms } from '../agreement/document.ts';
import type { Settings } from '../agreement/settings.ts';
import { listed } from './figures.ts';
import type { Finding } from './warning.ts';

/** Channels for bodies that no agreement has. */
export function channelsForNobody({ channels }: Settings, agreements: FullTerms[]): Finding[] {
  const bodies = agreements.flatMap(({ governance }) => governance.bodies.map(({ name }) => name));
  const [party] = agreements.flatMap(({ parties }) => parties);
  return channels.flatMap((channel) => {
    const unknown = channel.for.filter((body) => !bodies.includes(body));
    const [first] = unknown;
    if (first === undefined) return [];
    const member = `${party?.id ?? 'us'}.accountable`;
    return [
      {
        path: `channels.${channel.name}.for`,
        clause: null,
        why: `no agreement has ${listed(unknown)} under governance.bodies, so nobody is told there`,
        proposal: `- { name: ${first}, members: [${member}], meets: 1w } # under governance.bodies of an agreement`,
      },
    ];
  });
}

/** Any channels at all, as long as nothing is sent. */
export function notSentYet({ channels }: Settings): Finding[] {
  if (channels.length === 0) return [];
  const why = 'this release sends nothing to channels yet; follow the dashboard or /metrics';
  return [{ path: 'channels', clause: null, why, proposal: null }];
}
