// The contract of a fault: what is done to a store while it works, and what was found afterwards.

/** What a round found. All but `acknowledged` and `worked` have to be 0. */
export type Findings = {
  /** Samples that somebody was told are kept. */
  acknowledged: number;
  /** Acknowledged, and not there or there as something else. */
  lost: number;
  /** Slots that are there more than once. */
  double: number;
  /** Slots that are missing or too many: ok + bad + not measured has to be what was scheduled. */
  astray: number;
  /** Whatever else a fault promises and did not see, in words. */
  broken: string[];
};

export type Fault = {
  /** As the table names it. */
  name: string;
  /** How many rounds are played unless `--rounds` says otherwise. */
  rounds: number;
  /** The tool or right that this machine lacks for it, or null. */
  missing(): string | null;
  play(rounds: number): Promise<Findings>;
};

export const nothingFound = (): Findings => ({
  ...{ acknowledged: 0, lost: 0, double: 0, astray: 0 },
  broken: [],
});

export const added = (all: readonly Findings[]): Findings => ({
  acknowledged: sum(all, 'acknowledged'),
  lost: sum(all, 'lost'),
  double: sum(all, 'double'),
  astray: sum(all, 'astray'),
  broken: all.flatMap(({ broken }) => broken),
});

export const isClean = ({ lost, double, astray, broken }: Findings): boolean =>
  lost + double + astray + broken.length === 0;

const sum = (all: readonly Findings[], field: 'acknowledged' | 'lost' | 'double' | 'astray'): number =>
  all.reduce((total, each) => total + each[field], 0);
