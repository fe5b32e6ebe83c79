// How far a kind of desk was tried, for people who have to decide what to believe.
import type { Grade } from '../connectors/connector.ts';

/** What each grade means, as the README's table and `upheld doctor` say it. */
export const gradeWords: Record<Grade, string> = {
  A: 'tried against a real server',
  B: 'checked against the official description of its maker, never observed live',
  C: 'written from documentation only, never observed live',
  own: 'a form of our own: as right as what fills it',
};
