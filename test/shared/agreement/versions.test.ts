import type { Agreement } from '@upheld/shared/agreement/agreement';
import { inForce, namesInAnyVersion, versionsOf } from '@upheld/shared/agreement/versions';
import { describe, expect, it } from 'vitest';
import { anAgreement } from '../../builders/agreement.ts';

const { amended: none, ...signed } = anAgreement({ displayName: 'as signed' });
const terms = (displayName: string) => ({ ...signed, displayName });
const [july, september] = [Date.UTC(2026, 6, 15, 22), Date.UTC(2026, 7, 31, 22)];

const agreement: Agreement = {
  ...signed,
  amended: [
    { name: 'acme-a1', from: july, terms: terms('from July') },
    { name: 'acme-a2', from: september, terms: terms('from September') },
  ],
};

describe('the versions of an agreement', () => {
  it('begin with what was signed and follow each other without gaps', () => {
    expect(versionsOf(agreement)).toEqual([
      { name: null, from: -Infinity, until: july, terms: signed },
      { name: 'acme-a1', from: july, until: september, terms: terms('from July') },
      { name: 'acme-a2', from: september, until: Infinity, terms: terms('from September') },
    ]);
  });

  it('are one where there is no amendment', () => {
    expect(versionsOf({ ...signed, amended: none })).toEqual([
      { name: null, from: -Infinity, until: Infinity, terms: signed },
    ]);
  });

  it('of one instant are the last of them, which holds the changes of all', () => {
    const both = { ...agreement, amended: agreement.amended.map((version) => ({ ...version, from: july })) };
    expect(versionsOf(both).map(({ name, from, until }) => [name, from, until])).toEqual([
      [null, -Infinity, july],
      ['acme-a2', july, Infinity],
    ]);
    expect(inForce(both, july).displayName).toBe('from September');
  });

  it('give the names that stand in any of them, each once', () => {
    expect(namesInAnyVersion(agreement, ({ displayName, name }) => [name, displayName])).toEqual([
      ...['acme', 'as signed', 'from July', 'from September'],
    ]);
  });
});

describe('the agreement in force', () => {
  it.each([
    [july - 1, 'as signed'],
    [july, 'from July'],
    [september - 1, 'from July'],
    [september, 'from September'],
    [Number.MAX_SAFE_INTEGER, 'from September'],
  ])('at %d has its terms and knows its amendments', (at, displayName) => {
    expect(inForce(agreement, at)).toEqual({ ...terms(displayName), amended: agreement.amended });
  });
});
