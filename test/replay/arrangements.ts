// The same facts as other files would bring them: nothing about how facts came in may show in a statement. No
// two events of a recorded ticket stand at one instant, because there the order of the file is a fact itself.
import type { FactFile } from './cases.ts';

export type Arrangement = { title: string; arrange(facts: FactFile[]): FactFile[] };

export const arrangements: readonly Arrangement[] = [
  { title: 'as they were recorded', arrange: (facts) => facts },
  { title: 'with their rows reversed', arrange: (facts) => facts.toReversed().flatMap(rows(reversed)) },
  { title: 'in two halves, the later first', arrange: (facts) => facts.flatMap(rows(laterHalfFirst)) },
  {
    title: 'in a file for each vantage, ticket or source of counts, the last first',
    arrange: (facts) => facts.flatMap(rows(byVantage)),
  },
];

type Table = { header: string[]; rows: string[] };

/** Applies `change` to the rows of a CSV file; the result of a load test has none. */
function rows(change: (table: Table) => string[][]) {
  return (file: FactFile): FactFile[] => {
    if (file.holds === 'load-test') return [file];
    const [first = '', ...lines] = file.text.trimEnd().split('\n');
    const files = change({ header: first.split(','), rows: lines });
    return files.map((each) => ({ holds: file.holds, text: `${[first, ...each].join('\n')}\n` }));
  };
}

function reversed({ rows: all }: Table): string[][] {
  return [all.toReversed()];
}

function laterHalfFirst({ rows: all }: Table): string[][] {
  const middle = Math.floor(all.length / 2);
  return [all.slice(middle), all.slice(0, middle)];
}

function byVantage({ header, rows: all }: Table): string[][] {
  const key = ['vantage', 'ticket'].find((name) => header.includes(name)) ?? 'source';
  const column = header.indexOf(key);
  return [...Map.groupBy(all, (row) => row.split(',')[column]).values()].toReversed();
}
