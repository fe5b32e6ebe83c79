// The JSON Schema of the files, for editors: draft 2020-12, as the files are written.
import { z } from 'zod';
import { amendmentDocument } from './amendment.ts';
import { exclusionDocument } from './exclusion.ts';
import type { Kinds } from './kinds.ts';
import { schemaFor } from './read.ts';
import { settingsDocument } from './settings.ts';

/** One schema for documents of every kind, under the kinds of source, indicator and trigger there are. */
export function jsonSchema(kinds: Kinds): Record<string, unknown> {
  const documents = z.discriminatedUnion('kind', [
    schemaFor(kinds),
    amendmentDocument,
    exclusionDocument,
    settingsDocument,
  ]);
  const { $schema, ...schema } = z.toJSONSchema(documents, {
    io: 'input',
    target: 'draft-2020-12',
    // Every kind that asks over HTTP has the same dozen fields.
    reused: 'ref',
  });
  return { $schema, title: 'Upheld agreements, amendments, exclusions and settings', ...schema };
}
