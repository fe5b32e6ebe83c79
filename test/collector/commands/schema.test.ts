import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schema } from '@upheld/collector/commands/schema';
import { kinds } from '@upheld/collector/kinds';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { examples } from '../config/folders.ts';

const read = (name: string): unknown => parse(readFileSync(join(examples, name), 'utf8'));
const accepts = z.fromJSONSchema(JSON.parse(schema(kinds)));

describe('upheld schema', () => {
  it('prints what config/upheld.schema.json holds (renew it: pnpm -s upheld schema > config/upheld.schema.json)', () => {
    expect(readFileSync(join(examples, '../upheld.schema.json'), 'utf8')).toBe(schema(kinds));
  });

  it('is a JSON Schema of draft 2020-12', () => {
    expect(JSON.parse(schema(kinds))).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
    });
  });

  it.each(['minimal.yaml', 'minimal-amendment.yaml', 'settings.yaml'])(
    'accepts %s as it is written',
    (name) => {
      expect(accepts.safeParse(read(name)).error).toBeUndefined();
    },
  );

  it('refuses unknown keys and amounts out of form', () => {
    expect(accepts.safeParse({ ...Object(read('minimal.yaml')), extra: 1 }).success).toBe(false);
    const text = readFileSync(join(examples, 'minimal.yaml'), 'utf8');
    expect(accepts.safeParse(parse(text.replace('99.5% }', '999% }'))).success).toBe(false);
  });
});
