import { calendarOf, sourceOf } from '@upheld/shared/evaluation/named-parts';
import { describe, expect, it } from 'vitest';
import { aSource, anAgreement, businessHours } from './build.ts';

describe('a part of an agreement by its name', () => {
  const agreement = anAgreement({ sources: [aSource({ name: 'api' }), aSource({ name: 'web' })] });

  it('is the one of that name', () => {
    expect(sourceOf(agreement, 'web').name).toBe('web');
    expect(calendarOf(agreement, 'business')).toBe(businessHours);
  });

  it('that is not there is an error that says what to do', () => {
    expect(() => sourceOf(agreement, 'fax')).toThrow(
      new RangeError('agreement acme has no source "fax"; add it, or run upheld check-config'),
    );
    expect(() => calendarOf(agreement, 'nights')).toThrow(
      new RangeError('agreement acme has no calendar "nights"; add it, or run upheld check-config'),
    );
  });
});
