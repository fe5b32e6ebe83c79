import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { renderFile } from './render.ts';
import { incidentsAround } from './story.ts';

const now = Date.parse('2027-05-20T12:00:00Z');
const read = (name: string) => readFile(new URL(`../../config/demo/${name}`, import.meta.url), 'utf8');
const render = async (name: string) => renderFile(await read(name), incidentsAround(now), now, 5555);

describe('the demo configuration', () => {
  it('takes effect on the first day of the past quarter', async () => {
    const agreement = z.object({ spec: z.object({ effective: z.unknown() }) });
    const { spec } = agreement.parse(parse(await render('northwind-harbor.yaml')));
    expect(spec.effective).toEqual({ from: '2027-01-01' });
  });

  it('names the port that the simulator got, in addresses and in the egress rule', async () => {
    expect(await render('northwind-lumen.yaml')).toContain('http://127.0.0.1:5555/v1/orders/health');
    expect(await render('settings.yaml')).toMatch(/ports: \[ 5555 \]/);
  });

  it('moves the approved exclusion to the maintenance of the script, and leaves the other one unapproved', async () => {
    const documents = parseAllDocuments(await render('northwind-lumen-exclusions.yaml'));
    const specs = documents.map(
      (document) => z.object({ spec: z.record(z.string(), z.unknown()) }).parse(document.toJS()).spec,
    );
    // Second Wednesday of February 2027 is the 10th; 11:00 EST is 16:00 UTC. Approved eight days before.
    expect(specs[0]?.['window']).toEqual({ from: '2027-02-10T16:00:00Z', to: '2027-02-10T17:30:00Z' });
    expect(specs[0]?.['approvedBy']).toMatchObject({ at: '2027-02-02T16:00:00Z' });
    expect(specs[1]).not.toHaveProperty('approvedBy');
  });

  it('is what config/demo says in the quarter that its files were written for', async () => {
    const autumn = Date.parse('2026-11-20T12:00:00Z');
    for (const name of ['northwind-lumen.yaml', 'northwind-atlas.yaml', 'settings.yaml']) {
      const text = await read(name);
      expect(parse(renderFile(text, incidentsAround(autumn), autumn, 4402))).toEqual(parse(text));
    }
  });
});
