// Cuts what we ask of GitHub out of its own description, which has 13 MB:
//   npm pack @octokit/openapi@23.0.2 && tar xf octokit-openapi-23.0.2.tgz
//   node test/descriptions/slice-github.ts package
// Prose and examples are left out. Of webhooks their headers stay, and of their bodies which issue they are about.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const issues = '/repos/{owner}/{repo}/issues';
const paths = [issues, `${issues}/{issue_number}`, `${issues}/{issue_number}/timeline`];

const prose = [
  'description',
  'summary',
  'title',
  'example',
  'examples',
  'externalDocs',
  'tags',
  'operationId',
];

const node = z.record(z.string(), z.json());
type Json = z.output<ReturnType<typeof z.json>>;
type Node = z.output<typeof node>;

const [folder = 'package'] = process.argv.slice(2);
const whole = node.parse(JSON.parse(readFileSync(`${folder}/generated/api.github.com.json`, 'utf8')));
const target = new URL('../fixtures/descriptions/github/', import.meta.url);
writeFileSync(new URL('openapi.json', target), `${JSON.stringify(slice())}\n`);
copyFileSync(`${folder}/LICENSE`, new URL('LICENSE', target));

function slice(): Json {
  const asked = Object.fromEntries(paths.map((path) => [path, { get: bare(at('paths', path, 'get')) }]));
  const components: Record<string, Node> = {};
  for (const [, kind = '', name = ''] of references(asked).map((reference) =>
    reference.split('/').slice(1),
  )) {
    components[kind] = { ...components[kind], [name]: bare(at('components', kind, name)) };
  }
  const version = node.parse(whole['info'])['version'] ?? null;
  return {
    openapi: whole['openapi'] ?? null,
    info: { version },
    paths: asked,
    components,
    webhooks: webhooks(),
  };
}

function at(...keys: string[]): Json {
  return keys.reduce<Json>((value, key) => node.parse(value)[key] ?? null, whole);
}

function found(reference: string): Json {
  return at(...reference.split('/').slice(1));
}

/** Without prose; `properties` holds names of fields, which may be called like it. */
function bare(value: Json, isOfFields = false): Json {
  if (Array.isArray(value)) return value.map((item) => bare(item));
  if (typeof value !== 'object' || value === null) return value;
  const isKept = (key: string) => isOfFields || (!prose.includes(key) && !key.startsWith('x-'));
  const kept = Object.entries(value).filter(([key]) => isKept(key));
  return Object.fromEntries(
    kept.map(([key, inner]) => [key, bare(inner, key === 'properties' && !isOfFields)]),
  );
}

/** Every reference in a value and in what it refers to. */
function references(value: Json, known = new Set<string>()): string[] {
  for (const [, reference = ''] of JSON.stringify(value).matchAll(/"\$ref":"([^"]+)"/g)) {
    if (known.has(reference)) continue;
    known.add(reference);
    references(bare(found(reference)), known);
  }
  return [...known].toSorted();
}

function webhooks(): Json {
  const names = Object.keys(node.parse(whole['x-webhooks'])).filter((name) =>
    /^issue(s|-comment)-/.test(name),
  );
  return Object.fromEntries(
    names.map((name) => {
      const body = at('x-webhooks', name, 'post', 'requestBody', 'content', 'application/json', 'schema');
      const parameters = bare(at('x-webhooks', name, 'post', 'parameters'));
      return [name, { parameters, body: only(['issue', 'number'], body) }];
    }),
  );
}

/** Of a schema what it says of the field at the end of `path`. */
function only([field = '', ...inside]: string[], schema: Json): Json {
  const { $ref, properties, required, allOf } = node.parse(schema);
  if (typeof $ref === 'string') return only([field, ...inside], found($ref));
  if (Array.isArray(allOf)) return { allOf: allOf.map((part) => only([field, ...inside], part)) };
  const value = node.parse(properties ?? {})[field];
  if (value === undefined) return {};
  const isRequired = Array.isArray(required) && required.includes(field);
  const kept = inside.length === 0 ? bare(value) : only(inside, value);
  return { type: 'object', properties: { [field]: kept }, ...(isRequired ? { required: [field] } : {}) };
}
