// `upheld schema`: the JSON Schema of the files, which editors read.
import { jsonSchema } from '@upheld/shared/agreement/json-schema';
import type { Kinds } from '@upheld/shared/agreement/kinds';

/** The schema as text, with a line break at its end. `config/upheld.schema.json` holds the same. */
export function schema(kinds: Kinds): string {
  return `${JSON.stringify(jsonSchema(kinds), null, 2)}\n`;
}
