// What a DNS answer has to hold: `expect` of a dns source. Records have no order, and names no case.
import { wholeNumber } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import type { RecordType } from './dns.ts';

const record = z.string(such('a record is text as zone files have it', '192.0.2.10')).min(1).max(4000);

const records = (name: string) => list(`${name} is a list of records`, '["192.0.2.10"]', record, 1);

/** `values` are all of the records, `contains` some of them, `atLeast` is how many there have to be. */
export const dnsExpectation = part('expect has values, contains or atLeast', '{ atLeast: 2 }', {
  values: records('values').optional(),
  contains: records('contains').optional(),
  atLeast: wholeNumber('atLeast', { min: 1, max: 1000 }, 2).optional(),
});

type DnsExpectation = z.output<typeof dnsExpectation>;

/** What is not as expected, in words that quote none of the records; null where all is. */
export function faultOfRecords(
  { values, contains, atLeast }: DnsExpectation,
  type: RecordType,
  got: string[],
): string | null {
  const found = new Set(got.map((text) => canonical(type, text)));
  const missing = [...(values ?? []), ...(contains ?? [])].find((text) => !found.has(canonical(type, text)));
  if (missing !== undefined) return `got ${counted(found.size)}; ${missing} is not among them`;
  const expected = new Set(values?.map((text) => canonical(type, text)));
  if (values !== undefined && found.size > expected.size) {
    return `got ${counted(found.size)}; expected only those in values`;
  }
  if (atLeast === undefined || found.size >= atLeast) return null;
  return `got ${counted(found.size)}; expected at least ${atLeast}`;
}

/** One spelling for each record: texts as they are, addresses and names in the one form that they have. */
function canonical(type: RecordType, text: string): string {
  if (type === 'TXT') return text;
  if (type === 'A' || type === 'AAAA') return ipaddr.isValid(text) ? ipaddr.parse(text).toString() : text;
  return text.trim().replaceAll(/\s+/g, ' ').toLowerCase().replace(/\.$/, '');
}

function counted(count: number): string {
  return count === 1 ? '1 record' : `${count} records`;
}
