// The README says how far each kind of desk can be believed: what it says has to be what the code says.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gradeWords } from '@upheld/collector/commands/doctor-grade';
import { connectorKinds } from '@upheld/collector/connectors/registry';
import { ticketEventTypes } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const [, section = ''] = /### Connect your support desk\n([\s\S]+?)\n### /.exec(readme) ?? [];

/** The cells of each row behind its type; the first row is the head of the table. */
const rows = new Map(
  [...section.matchAll(/^\| `([\w-]+)` +\|(.+)\|$/gm)]
    .slice(1)
    .map(([, type = '', cells = '']) => [type, cells.split('|').map((cell) => cell.trim())]),
);

/** The schemes that `webhook` may name in the spec of a kind, as the schema of the files has them. */
function schemesOf(spec: z.ZodType): string {
  const terms = z.object({
    properties: z.object({
      webhook: z.object({ properties: z.object({ scheme: z.object({ enum: z.array(z.string()) }) }) }),
    }),
  });
  const read = terms.safeParse(z.toJSONSchema(spec, { io: 'input' }));
  if (!read.success) return '–';
  return read.data.properties.webhook.properties.scheme.enum.map((name) => `\`${name}\``).join(', ');
}

describe('the README', () => {
  it('has a row for every kind of desk', () => {
    const missing = [...connectorKinds.keys()].filter((type) => !rows.has(type));
    expect(missing, 'kinds without a row in the table of "Connect your support desk"').toEqual([]);
  });

  it('has a row for no other kind', () => {
    expect([...rows.keys()].filter((type) => !connectorKinds.has(type))).toEqual([]);
  });

  it.each([...connectorKinds.values()])('says of $type how it was tried', ({ type, grade }) => {
    expect(rows.get(type)?.[0]).toBe(grade);
  });

  it.each([...connectorKinds.values()])('says of $type how its webhooks are signed', ({ type, spec }) => {
    expect(rows.get(type)?.[4]).toBe(schemesOf(spec));
  });

  it.each([...connectorKinds.values()])('says of $type what else it tells', ({ type, lookup }) => {
    const [, events, leaving, clocks] = rows.get(type) ?? [];
    expect(events).toMatch(/^(exact|observed|as given|exact with .+, else observed)$/);
    // Only single tickets that can be asked for can be seen missing.
    const seen = ['told, or seen at night', 'seen at night'];
    expect(lookup === undefined ? ['as given'] : seen).toContain(leaving);
    expect(['–', 'second opinion']).toContain(clocks);
  });

  it.each(Object.entries(gradeWords))('says what the grade %s means', (grade, words) => {
    expect(section).toContain(`${grade}: ${words}`);
  });

  it('names every event that a file may tell', () => {
    for (const type of ticketEventTypes) expect(readme).toContain(`\`${type}\``);
  });
});
