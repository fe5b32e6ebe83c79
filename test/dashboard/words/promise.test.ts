import { expect, it } from 'vitest';
import { ownTermWords, partTargetWords } from '../../../dashboard/src/lib/words/promise.ts';
import { northwindObjective } from '../../fixtures/api/northwind.ts';

it('says in words what an indicator asks for beside the target', () => {
  expect(ownTermWords({ threshold: '200ms', noResponse: 'slow' })).toBe(
    'threshold 200 ms, no response counts as slow',
  );
  expect(ownTermWords({ severity: 2, within: '8h' })).toBe('severity 2, within 8 h');
  expect(ownTermWords({ notErrors: ['404', '409'] })).toBe('not errors 404 and 409');
  expect(ownTermWords({ users: 10_000, validFor: '12M' })).toBe('users 10,000, valid for 12M');
  expect(ownTermWords({ combine: 'any' })).toBe('one good source is enough');
});

it('holds a load test against users and everything else against a share', () => {
  const [capacity, uptime] = ['capacity', 'uptime'].map(
    (name) => northwindObjective('2026', name)?.promise.periods[0]?.parts[0],
  );
  expect(capacity && partTargetWords(capacity)).toBe('at least 10,000 users');
  expect(uptime && partTargetWords(uptime)).toBe('at least 99.9 %');
});
