// Holds what is asked and what is answered against a maker's own description of an interface (OpenAPI 3.0).
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { z } from 'zod';

const schema = z.record(z.string(), z.json());
const operation = z.object({
  parameters: z.array(
    z.object({ $ref: z.string() }).or(z.object({ name: z.string(), in: z.string(), schema })),
  ),
  responses: z.record(z.string(), z.json()),
});
const description = z.object({
  paths: z.record(z.string(), z.object({ get: operation })),
  components: z.object({
    parameters: z.record(z.string(), z.object({ name: z.string(), in: z.string(), schema })),
    responses: z.record(z.string(), z.json()),
  }),
});

/** `path` is path and query. */
export type Exchange = { path: string; status: number; body: string };

/** Whether values are as a place in the description says; its faults in words. */
type Check = (value: unknown) => string[];

export type Description = {
  /** What of a GET and its answer is not as described; nothing where all is. */
  faultsOf(exchange: Exchange): string[];
  /** What of a value is not as the schema at a place says, such as `#/components/schemas/issue`. */
  faultsAt(place: string, value: unknown): string[];
};

export function readDescription(file: URL): Description {
  const document = z.json().parse(JSON.parse(readFileSync(file, 'utf8')));
  const { paths, components } = description.parse(document);
  const check = checker(document);

  function queryFaults(template: string, query: URLSearchParams): string[] {
    const described = (paths[template]?.get.parameters ?? []).flatMap((parameter) => {
      if (!('$ref' in parameter)) return [parameter];
      return components.parameters[parameter.$ref.split('/').at(-1) ?? ''] ?? [];
    });
    return [...query].flatMap(([key, value]) => {
      const parameter = described.find(({ name, in: place }) => name === key && place === 'query');
      if (parameter === undefined) return [`${key} is no parameter of ${template}`];
      return asText(parameter.schema)(value).map((fault) => `${key}=${value} ${fault}`);
    });
  }

  function answerFaults(template: string, { status, body }: Exchange): string[] {
    const answer = paths[template]?.get.responses[String(status)];
    if (answer === undefined) return [`${template} is never answered with ${status}`];
    const reference = z.object({ $ref: z.string() }).safeParse(answer).data?.$ref;
    const place = reference ?? `#/paths/${escaped(template)}/get/responses/${status}`;
    return check(`${place}/content/application~1json/schema`)(JSON.parse(body));
  }

  return {
    faultsOf(exchange) {
      const { pathname, searchParams } = new URL(exchange.path, 'http://desk');
      const template = Object.keys(paths).find((known) => matches(known, pathname));
      if (template === undefined) return [`${pathname} is no path`];
      return [...queryFaults(template, searchParams), ...answerFaults(template, exchange)];
    },
    faultsAt: (place, value) => check(place)(value),
  };
}

function matches(template: string, path: string): boolean {
  const pattern = template.replaceAll(/\{(\w+)\}/g, (_all, name) =>
    name === 'issue_number' ? '\\d+' : '[^/]+',
  );
  return new RegExp(`^${pattern}$`).test(path);
}

function escaped(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** Checks values against what stands at a place of the document, such as `#/components/schemas/issue`. */
function checker(document: z.output<ReturnType<typeof z.json>>): (place: string) => Check {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(schema.parse(withNull(document)), 'description');
  return (place) => {
    const validate = ajv.compile({ $ref: `description${place}` });
    return (value) => (validate(value) ? [] : wordsOf(validate.errors));
  };
}

/** Of a parameter, which comes as text. */
function asText(of: Record<string, unknown>): Check {
  const ajv = new Ajv({ strict: false, coerceTypes: true });
  formats.default(ajv);
  const validate = ajv.compile({ type: 'object', properties: { value: of } });
  return (value) => (validate({ value }) ? [] : wordsOf(validate.errors));
}

function wordsOf(errors: Ajv['errors'] = []): string[] {
  return (errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? 'is wrong'}`);
}

/** JSON Schema has no `nullable`. */
function withNull(value: z.output<ReturnType<typeof z.json>>): z.output<ReturnType<typeof z.json>> {
  if (Array.isArray(value)) return value.map(withNull);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value;
  const inner = Object.fromEntries(Object.entries(rest).map(([key, part]) => [key, withNull(part)]));
  return nullable === true ? { anyOf: [{ type: 'null' }, inner] } : { ...inner };
}
