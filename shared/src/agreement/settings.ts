// What belongs to an installation rather than to an agreement.
import { z } from 'zod';
import { channels } from './channels.ts';
import { apiVersion } from './document.ts';
import { duration, httpUrl, name, oneOf, text, wholeNumber } from './fields.ts';
import { list, part } from './part.ts';
import { such } from './rule.ts';

const cidrRule = such('a cidr is a range of IP addresses', '10.20.0.0/16');

const allowed = part('an allowed range has a cidr', '{ cidr: 10.20.0.0/16, ports: [443] }', {
  cidr: z.union([z.cidrv4(), z.cidrv6()], cidrRule),
  ports: list('ports are a list', '[443]', wholeNumber('a port', { min: 1, max: 65_535 }, 443), 1).optional(),
});

const control = part(
  'a control target has a name and a URL',
  '{ name: gateway, url: "https://www.us.example/up" }',
  {
    name: name('gateway'),
    url: httpUrl('https://www.us.example/up'),
  },
);

/**
 * For each agreement. The defaults: 50 requests a second are a ninth of the connections to one address that
 * ports last for (28,232 ports, each away for 60 s after its use), and 500 at once are what 50 a second need
 * while every answer is waited for until the default timeout of 10 s. A smaller number of requests at once
 * would lose slots in a blackout, just when each one counts.
 */
const politeness = part(
  'politeness has requestsPerSecond or atOnce',
  '{ requestsPerSecond: 50, atOnce: 500 }',
  {
    requestsPerSecond: wholeNumber('requests a second', { min: 1, max: 10_000 }, 50).default(50),
    atOnce: wholeNumber('requests at once', { min: 1, max: 10_000 }, 500).default(500),
  },
);

const spec = part('the spec of settings is a mapping', '{ vantage: main }', {
  /** The name under which this installation's samples are kept. */
  vantage: name('main').default('main'),
  /** Sent in the User-Agent of every probe. */
  contact: text('a contact', 'integrations@us.example').optional(),
  controls: list('controls are a list', '[{ name: gateway, url: "https://..." }]', control).default([]),
  /** Private and loopback ranges are refused unless they stand here. Without `ports`: every port. */
  egress: part('egress has a list of allowed ranges', '{ allow: [{ cidr: 10.20.0.0/16 }] }', {
    allow: list('allow is a list of ranges', '[{ cidr: 10.20.0.0/16 }]', allowed).default([]),
  }).prefault({}),
  /** How much one agreement's probes may ask of the partner. */
  politeness: politeness.prefault({}),
  retention: part('retention has a length', '{ samples: 14d }', {
    samples: duration(['d', 'w'], '14d').default('14d'),
  }).prefault({}),
  channels,
});

/** The schema of the Settings document. */
export const settingsDocument = part(
  'settings have apiVersion, kind, metadata and spec',
  '{ kind: Settings, ... }',
  {
    apiVersion,
    kind: oneOf(['Settings']),
    metadata: part('metadata has a name', '{ name: settings }', { name: name('settings') }),
    spec,
  },
);

export type Settings = z.output<typeof spec>;

export type Politeness = Settings['politeness'];

/** The settings of a folder that has no Settings document. */
export const defaultSettings: Settings = spec.parse({});
