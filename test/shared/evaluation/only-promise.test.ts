import { onlyPromise } from '@upheld/shared/evaluation/only-promise';
import { describe, expect, it } from 'vitest';
import { aMatrix, aSeverity } from '../indicators/matrix.ts';
import { anAgreement, anObjective } from './build.ts';

const severities = [aSeverity(), aSeverity({ level: 2, name: 'High' })];
const terms = {
  objectives: [anObjective(), anObjective({ name: 'speed' })],
  support: [aMatrix({ severities }), aMatrix({ name: 'platform' })],
};
const signed = anAgreement(terms);
const agreement = { ...signed, amended: [{ name: 'a1', from: 0, terms: signed }] };

const named = ({ objectives, support }: Pick<typeof agreement, 'objectives' | 'support'>) => [
  ...objectives.map(({ name }) => name),
  ...support.map(({ name, severities: levels }) => `${name} ${levels.map(({ level }) => level).join()}`),
];

describe('an agreement with one promise', () => {
  it('has no other objective and no support, in none of its versions', () => {
    const only = onlyPromise(agreement, 'uptime');
    expect(named(only)).toEqual(['uptime']);
    expect(only.amended.map((version) => named(version.terms))).toEqual([['uptime']]);
  });

  it('keeps every severity of its matrix, because tickets move between them', () => {
    expect(named(onlyPromise(agreement, 'issues-severity-2-first-response'))).toEqual(['issues 1,2']);
  });
});
