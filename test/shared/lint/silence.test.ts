import { silenceOf } from '@upheld/shared/lint/silence';
import { describe, expect, it } from 'vitest';

describe('a clause', () => {
  it.each([
    'The API is available 99.5 % of each month.',
    'No more than 1 % of requests fail in a quarter.',
    '99.9% monthly uptime',
    'measured over any 30-day period',
    'per calendar day',
    '99.9% per annum',
    'in any rolling window of 24 hours',
    '99,5 % im Monatsmittel',
    'Verfügbarkeit von 99 % pro Jahr',
    '99,9 % par mois',
    '99,9 % mensual',
  ])('states its period: %s', (text) => {
    expect(silenceOf(text).period).toBe(false);
  });

  it.each([
    '99.9% uptime availability during business hours',
    'Error rates <0.1% for all integration endpoints',
    'API response times <200ms for 95% of requests',
    '99.9% uptime, 24 hours a day, 7 days a week, 365 days a year',
    '24/7/365 availability of 99.9 %',
    'available 24x7, every day of the year',
    'service credits of 10 % of the monthly fee below 99.9 %',
    'reported in quarterly reviews',
    'answered within a quarter of an hour',
  ])('states no period: %s', (text) => {
    expect(silenceOf(text).period).toBe(true);
  });

  it.each([
    'API response times <200ms for 95% of requests',
    'p95 under 200 ms',
    'the 99th percentile stays under 5 s',
    'All requests are answered within 200 ms',
    'no request takes longer than 200 ms',
    'ninety per cent within 1 s',
    'Alle Anfragen werden in 200 ms beantwortet',
  ])('says of how many it speaks: %s', (text) => {
    expect(silenceOf(text).share).toBe(false);
  });

  it.each([
    'Data synchronization latency <5 seconds for real-time updates',
    'response times under 200 ms',
    'average response time under 200 ms per month',
  ])('does not say of how many it speaks: %s', (text) => {
    expect(silenceOf(text).share).toBe(true);
  });

  it.each([
    ['Regular updates and prompt, regular answers', ['regular', 'prompt']],
    ['Immediate collaboration on Severity 1', ['immediate']],
    ['commercially reasonable best efforts', ['reasonable', 'best efforts']],
    ['as soon as possible and without undue delay', ['as soon as possible', 'without undue delay']],
    ['99.9% during regular business hours', []],
    ['in the immediately-named hours', ['immediately']],
    ['an unreasonable claim, irregular hours', []],
    ['time to the first token of a prompt of 1,000 tokens under 2 s', []],
    ['all generally available endpoints, answered with an appropriate status', []],
    ['Severity 1 2-hour, 2 8-hour, 3 24-hour, 4 72-hour response', []],
    ['Data synchronization latency <5 seconds for real-time updates', []],
  ])('has words without a measure: %s', (text, words) => {
    expect(silenceOf(text).vague).toEqual(words);
  });
});
