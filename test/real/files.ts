// The configuration of a collector that a test starts: an agreement with a promise for each source, and settings.
// YAML reads JSON too.

/** Each by its name, without the fields that all of them share. */
export type Sources = Record<string, { type?: string; every?: string; spec: object }>;

export type SettingsTerms = {
  contact?: string;
  controls?: { name: string; url: string }[];
  egress?: { allow: { cidr: string; ports: number[] }[] };
};

/** The agreement `partner`, in force always. Without a type a source is of the kind http. */
export function agreementOf(sources: Sources): string {
  const entries = Object.entries(sources);
  return JSON.stringify({
    ...{ apiVersion: 'upheld/v1', kind: 'Agreement', metadata: { name: 'partner' } },
    spec: {
      ...{ effective: { from: '2026-01-01' }, timeZone: 'Etc/UTC' },
      parties: [party('us'), party('partner')],
      sources: entries.map(([name, { type = 'http', every = '2s', spec }]) => ({ name, type, every, spec })),
      objectives: entries.map(([name]) => ({
        ...{ name, owedBy: 'partner', clause: { text: 'It is available 99 % of each month.' } },
        ...{ indicator: { type: 'availability', sources: [name] } },
        ...{ objective: { op: '>=', target: '99%' }, period: 'month' },
      })),
    },
  });
}

export function settingsOf(spec: SettingsTerms): string {
  return JSON.stringify({
    ...{ apiVersion: 'upheld/v1', kind: 'Settings', metadata: { name: 'settings' } },
    spec,
  });
}

function party(id: string) {
  const accountable = { name: 'Ina Weiss', email: `ina@${id}.example` };
  return { id, name: id, people: { accountable } };
}
