// Figures in sentences.

/** Digits in groups of three: `1,920`. */
export function grouped(value: number): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * Words as people list them.
 * @example listed(['api', 'events', 'desk']) // api, events and desk
 */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A length of time in the largest unit that it is whole in: `5 min`, `90 s`, `1 d`. */
export function lengthText(ms: number): string {
  const units: [string, number][] = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1_000],
  ];
  const [unit, length] = units.find(([, unitMs]) => ms % unitMs === 0) ?? ['ms', 1];
  return `${grouped(ms / length)} ${unit}`;
}

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** A period's name as people say it: `2026-02` is February 2026, `2026-Q1` is Q1 2026. */
export function periodText(name: string): string {
  const [year = name, part] = name.split('-');
  if (part === undefined) return year;
  return `${months[Number(part) - 1] ?? part} ${year}`;
}
