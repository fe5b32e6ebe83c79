// Seeds one violation of every import rule in a small tree of its own and sees the rule fire.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import config from '../../.dependency-cruiser.mjs';

const forbidden = config.forbidden ?? [];
const required = config.required ?? [];

const seeds: Record<string, Record<string, string>> = {
  'no-cycles': {
    'shared/src/evaluation/one.ts': "import { two } from './two.ts'; export const one = () => two;",
    'shared/src/evaluation/two.ts': "import { one } from './one.ts'; export const two = () => one;",
  },
  'shared-knows-only-itself-and-zod': {
    'shared/src/time/reads.ts': "import { readFileSync } from 'node:fs'; export const reads = readFileSync;",
  },
  'collector-knows-only-shared': {
    'collector/src/commands/page.ts':
      "import { shown } from '../../../dashboard/src/shown.ts'; export const page = shown;",
    'dashboard/src/shown.ts': 'export const shown = 1;',
  },
  'dashboard-knows-only-shared': {
    'dashboard/src/peeks.ts':
      "import { secret } from '../../collector/src/secret.ts'; export const peeks = secret;",
    'collector/src/secret.ts': 'export const secret = 1;',
  },
  'main-is-imported-by-nobody': {
    'collector/src/commands/uses-main.ts': "import { main } from '../main.ts'; export const uses = main;",
  },
  'readers-see-the-store-by-type': {
    'collector/src/commands/opens.ts': "import { open } from '../store/open.ts'; export const opens = open;",
    'collector/src/store/open.ts': 'export const open = 1;',
  },
  'kinds-know-no-siblings': {
    'collector/src/probes/http.ts':
      "import type { Probe } from './probe.ts'; import { tcp } from './tcp.ts'; export const http: Probe = tcp;",
    'collector/src/probes/tcp.ts': "import type { Probe } from './probe.ts'; export const tcp: Probe = 1;",
    'collector/src/probes/probe.ts': 'export type Probe = number;',
  },
  'kind-in-probes-imports-its-contract': { 'collector/src/probes/loner.ts': 'export const loner = 1;' },
  'kind-in-connectors-imports-its-contract': {
    'collector/src/connectors/loner.ts': 'export const loner = 1;',
  },
  'kind-in-traffic-imports-its-contract': { 'collector/src/traffic/loner.ts': 'export const loner = 1;' },
  'kind-in-egress/auth-imports-its-contract': {
    'collector/src/egress/auth/loner.ts': 'export const loner = 1;',
  },
  'every-file-is-reachable': { 'collector/src/api/forgotten.ts': 'export const forgotten = 1;' },
  'tests-are-not-product': {
    'collector/src/commands/cheats.ts':
      "import { fake } from '../../../test/fake.ts'; export const cheats = fake;",
    'test/fake.ts': 'export const fake = 1;',
  },
  'hono-enters-through-one-door': importing('hono'),
  'prom-client-enters-through-one-door': importing('prom-client'),
  'yaml-enters-through-one-door': importing('yaml'),
  'csv-parse-enters-through-one-door': importing('csv-parse'),
  'jmespath-enters-through-one-door': importing('@jmespath-community/jmespath'),
  'SQL-enters-through-one-door': importing('node:sqlite'),
  'node-fetch-enters-through-one-door': importing('node-fetch'),
  'ws-enters-through-one-door': importing('ws'),
  'network-enters-through-one-door': importing('node:http2'),
  ...Object.fromEntries(
    layerNames().map((layer) => [`shared-${layer}-knows-no-layer-above`, climbing(layer)]),
  ),
  ...Object.fromEntries(
    stageNames().map((stage) => [`stage-${stage}-knows-no-other-stage`, crossing(stage)]),
  ),
};

describe('the import rules', () => {
  let found: { rule: string; from: string }[];
  const folder = mkdtempSync(join(tmpdir(), 'upheld-imports-'));

  beforeAll(async () => {
    plant(folder, { 'collector/src/main.ts': 'export const main = 1;', ...packages() });
    for (const files of Object.values(seeds)) plant(folder, files);
    found = await violations(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('each have a seeded violation here', () => {
    expect(Object.keys(seeds).sort()).toEqual(ruleNames().sort());
  });

  it.each(Object.keys(seeds))('%s fires on its seed', (rule) => {
    const files = Object.keys(seeds[rule] ?? {});
    const offenders = found.filter((violation) => violation.rule === rule).map(({ from }) => from);
    expect(offenders.some((file) => files.includes(file))).toBe(true);
  });

  it('each tell the offender what to do in a sentence', () => {
    for (const { comment } of [...forbidden, ...required]) {
      expect(comment).toMatch(/^\S.{40,}\.$/);
    }
  });
});

function ruleNames(): string[] {
  return [...forbidden, ...required].map(({ name }) => name ?? 'unnamed');
}

function stageNames(): string[] {
  return ruleNames().flatMap((name) => /^stage-(.+)-knows-no-other-stage$/.exec(name)?.[1] ?? []);
}

function layerNames(): string[] {
  return ruleNames().flatMap((name) => /^shared-(.+)-knows-no-layer-above$/.exec(name)?.[1] ?? []);
}

function climbing(layer: string): Record<string, string> {
  const [folder] = layer.split('-');
  return {
    [`shared/src/${folder}/climbs.ts`]: "import { top } from '../api/top.ts'; export const climbs = top;",
    'shared/src/api/top.ts': 'export const top = 1;',
  };
}

function importing(module: string): Record<string, string> {
  const name = module.replace(/\W/g, '-');
  return {
    [`collector/src/commands/${name}.ts`]: `import * as it from '${module}'; export const used = it;`,
  };
}

function crossing(stage: string): Record<string, string> {
  const other = stage === 'api' ? 'metrics' : 'api';
  return {
    [`collector/src/${stage}/crosses.ts`]: `import { door } from '../${other}/door.ts'; export const crosses = door;`,
    [`collector/src/${other}/door.ts`]: 'export const door = 1;',
  };
}

function packages(): Record<string, string> {
  const names = [
    ...['hono', 'prom-client', 'yaml', 'csv-parse', '@jmespath-community/jmespath', 'node-fetch', 'ws'],
  ];
  return Object.fromEntries(
    names.flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, 'module.exports = {};'],
    ]),
  );
}

function plant(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

async function violations(folder: string): Promise<{ rule: string; from: string }[]> {
  const { output } = await cruise(['shared', 'collector', 'dashboard', 'test'], {
    ...config.options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden, required },
  });
  if (typeof output === 'string') throw new Error(output);
  return output.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}
