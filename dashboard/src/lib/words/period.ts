// Period names as people read them.

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `2026-Q3` -> `Q3 2026`, `2026-07` -> `July 2026`, `2026` as it is. */
export function periodLabel(name: string): string {
  const [year = name, part] = name.split('-');
  if (part === undefined) return year;
  return part.startsWith('Q') ? `${part} ${year}` : `${months[Number(part) - 1] ?? part} ${year}`;
}

/** The short form for column heads: `2026-07` -> `Jul`, `2026-Q3` -> `Q3`; a year as it is. */
export function periodShort(name: string): string {
  if (!name.includes('-')) return name;
  return periodLabel(name).slice(0, name.includes('Q') ? 2 : 3);
}
