// What `upheld --help` says: every command and every setting.
import type { variables } from '../environment.ts';

const commands = [
  ['run', 'run all of it: probes, tickets, evaluation, API and /metrics (the default)'],
  ['collect', 'only ask partners and desks; several share one PostgreSQL, and each answers /metrics'],
  ['serve', 'only judge and answer: evaluation, API, webhooks, heartbeats and /metrics'],
  ['check-config [FOLDER] [--effective]', 'check agreements and settings; print them with every default'],
  ['schema', 'print the JSON Schema of the files, for editors'],
  ['evaluate AGREEMENT --period PERIOD [--as-of INSTANT] [--json]', 'judge a period from the store'],
  [
    'definitions AGREEMENT PROMISE --period PERIOD [--as-of INSTANT] [--json]',
    'the same facts under every definition of the share in use',
  ],
  [
    'what-if AGREEMENT PROMISE [--target 99.95%] [--last 4] [--json]',
    'judge past periods again under other terms; wrongly asked, it lists them all',
  ],
  [
    'explain AGREEMENT PROMISE --period PERIOD [--source NAME] [--json]',
    'why a promise was judged as it was: terms, counts, exclusions, evidence',
  ],
  [
    'doctor source NAME [--agreement NAME] [--config FOLDER]',
    'ask one source now, store nothing, and say in words what will be counted',
  ],
  ['heartbeats [AGREEMENT]', 'list the URLs that batch jobs and webhook senders call, and their last call'],
  ['webhooks [AGREEMENT]', 'list the URLs that ticket desks call when something changed'],
  [
    'import samples FILE --agreement NAME',
    'bring samples from another monitor (CSV; - reads standard input)',
  ],
  ['import tickets FILE --agreement NAME', 'bring ticket events from another system (CSV)'],
  [
    'import load-test FILE --agreement NAME --objective NAME [--at INSTANT]',
    'bring the result of a load test (summary of k6, or JSON of our own)',
  ],
  ['backup FILE [--force]', 'write everything that cannot be rebuilt to one file, beside a running Upheld'],
  ['restore FILE [--verify] [--force]', 'check a backup and put it in the place of the store'],
  ['verify [--json]', 'prove that the store is whole: references, block hashes, every slot accounted for'],
  [
    'migrate-storage FROM TO [--resume]',
    'move to another store, such as from SQLite to PostgreSQL, and prove that both hold the same',
  ],
] as const;

/** The help text, from the list of settings in environment.ts. */
export function help(settings: typeof variables): string {
  const name = Math.max(...settings.map((setting) => setting.name.length));
  return [
    'Upheld tells two companies whether the promises in their agreement are being kept, and proves it.',
    '',
    'usage: upheld <command>',
    '',
    ...commands.map(([command, meaning]) => `  ${command}\n      ${meaning}`),
    '',
    'Settings come from the environment:',
    ...settings.map(
      (setting) => `  ${setting.name.padEnd(name)}  ${setting.meaning} (default ${setting.fallback})`,
    ),
    '',
  ].join('\n');
}
