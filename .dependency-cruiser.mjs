// The direction of imports. Each rule's comment tells the offender what to do; README "How it flows" draws
// the same picture. test/imports seeds a violation of every rule and sees it fire.
const stages = [
  'config',
  'schedule',
  'probes',
  'connectors',
  'traffic',
  'store',
  'triggers',
  'api',
  'metrics',
  'imports',
];

const stageRules = stages.map((stage) => ({
  name: `stage-${stage}-knows-no-other-stage`,
  severity: 'error',
  comment: `A stage takes plain records and returns plain records: put what ${stage}/ needs on the record (shared/) and let pipeline.ts or main.ts hand it over. A contract may be read by \`import type\`.`,
  from: { path: `^collector/src/${stage}/` },
  to: {
    path: `^collector/src/(${stages.filter((other) => other !== stage).join('|')})/`,
    dependencyTypesNot: ['type-only'],
  },
}));

// From the ground up. A layer may read the types of those above it, such as the shape of a statement.
const layers = [
  ['exact', 'time', 'facts'],
  ['agreement'],
  ['tickets'],
  ['measurement'],
  ['indicators'],
  ['definitions'],
  ['lint'],
  ['score', 'credits'],
  ['evaluation'],
  ['triggers'],
  ['api'],
];

const layerRules = layers.slice(0, -1).map((layer, index) => ({
  name: `shared-${layer.join('-')}-knows-no-layer-above`,
  severity: 'error',
  comment: `The layers of shared/ are ${layers.map((names) => names.join(', ')).join(' < ')}: move the code up, or pass what it needs as an argument.`,
  from: { path: `^shared/src/(${layer.join('|')})/` },
  to: {
    path: `^shared/src/(${layers
      .slice(index + 1)
      .flat()
      .join('|')})/`,
    dependencyTypesNot: ['type-only'],
  },
}));

const enteredThrough = (what, modules, folder) => ({
  name: `${what}-enters-through-one-door`,
  severity: 'error',
  comment: `${what} is known to ${folder} only: add what you need there and call that.`,
  from: { path: '^(shared|collector|dashboard)/', pathNot: `^collector/src/${folder}` },
  to: { path: modules },
});

const kindRules = [
  ['probes', 'probe'],
  ['connectors', 'connector'],
  ['traffic', 'traffic'],
  ['egress/auth', 'auth'],
].map(([folder, contract]) => ({
  name: `kind-in-${folder}-imports-its-contract`,
  severity: 'error',
  comment: `Every kind in ${folder}/ satisfies ${contract}.ts: import its types, or move the file out of ${folder}/ if it is no kind.`,
  module: { path: `^collector/src/${folder}/[^/]+\\.ts$`, pathNot: `/(${contract}|registry)\\.ts$` },
  to: { path: `^collector/src/${folder}/${contract}\\.ts$` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Data goes one way: move what both files need into a third one that knows neither.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-knows-only-itself-and-zod',
      severity: 'error',
      comment:
        'shared/ is pure: take the record as an argument instead of importing what fetches it. Only shared/ and zod may be imported.',
      from: { path: '^shared/' },
      to: { pathNot: ['^shared/', 'node_modules/zod/'] },
    },
    ...layerRules,
    {
      name: 'collector-knows-only-shared',
      severity: 'error',
      comment: 'The collector serves an API; pages live in dashboard/. Move what both need to shared/.',
      from: { path: '^collector/' },
      to: { path: '^dashboard/' },
    },
    {
      name: 'tests-are-not-product',
      severity: 'error',
      comment: 'What runs in production cannot come from test/: move it to the package that needs it.',
      from: { path: '^(shared|collector|dashboard)/' },
      to: { path: '^test/' },
    },
    {
      name: 'dashboard-knows-only-shared',
      severity: 'error',
      comment:
        'Pages know the API records of shared/src/api and nothing of the collector: move the type to shared/.',
      from: { path: '^dashboard/' },
      to: { path: '^collector/' },
    },
    {
      name: 'main-is-imported-by-nobody',
      severity: 'error',
      comment: 'main.ts is the only composition root: take what you need as an argument instead.',
      from: {},
      to: { path: '^collector/src/main\\.ts$' },
    },
    {
      name: 'readers-see-the-store-by-type',
      severity: 'error',
      comment:
        'Take a `Store` as an argument (`import type` of store/store.ts); main.ts opens it and composition.ts writes.',
      from: {
        path: '^collector/src/',
        pathNot: ['^collector/src/store/', '^collector/src/(main|composition)\\.ts$'],
      },
      to: { path: '^collector/src/store/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'kinds-know-no-siblings',
      severity: 'error',
      comment: 'A kind knows its contract and shared/: move what two kinds need out of the folder of kinds.',
      from: { path: '^collector/src/(probes|connectors|traffic|egress/auth)/', pathNot: '/registry\\.ts$' },
      to: { path: '^collector/src/$1/', pathNot: '/(probe|connector|traffic|auth)\\.ts$' },
    },
    {
      name: 'every-file-is-reachable',
      severity: 'error',
      comment: 'No entry point reaches this file: register it, or delete it.',
      from: { path: '^collector/((src|bin)/(main|start)|src/store/thread/worker)\\.ts$' },
      to: {
        path: '^(shared|collector)/src/',
        pathNot: '^collector/src/(main|store/thread/worker)\\.ts$',
        reachable: false,
      },
    },
    enteredThrough('hono', 'node_modules/(@hono/|hono/|hono-openapi/)', 'api/'),
    enteredThrough('prom-client', 'node_modules/prom-client/', 'metrics/'),
    enteredThrough('yaml', 'node_modules/yaml/', 'config/'),
    enteredThrough('csv-parse', 'node_modules/csv-parse/', 'csv/'),
    enteredThrough('jmespath', 'node_modules/@jmespath-community/', 'jmespath/'),
    enteredThrough('SQL', '(node_modules/(@types/)?(kysely|pg|pg-cursor)/|^(node:)?sqlite$)', 'store/'),
    enteredThrough('node-fetch', 'node_modules/node-fetch/', 'egress'),
    enteredThrough('ws', 'node_modules/(@types/)?ws/', 'egress'),
    enteredThrough('network', '^(node:)?(dgram|dns|http|https|http2|tls)(/promises)?$', 'egress'),
    ...stageRules,
  ],
  required: kindRules,
  options: {
    doNotFollow: { path: 'node_modules|dashboard/(build|\\.svelte-kit)' },
    exclude: { path: ['dashboard/(build|\\.svelte-kit)', '^test/fixtures/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    preserveSymlinks: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.svelte', '.json'],
    },
  },
};
