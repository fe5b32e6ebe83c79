// `pnpm replay:record CASE...`: records what the cases come to now. What an operator reads differently
// afterwards is a [CHANGE] and belongs into CHANGELOG.md.
import { writeFileSync } from 'node:fs';
import { caseNames, readCase, recordedStatement, statementFile } from './cases.ts';
import { replay } from './replay.ts';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !caseNames.includes(name));

if (names.length === 0 || unknown.length > 0) {
  const got = unknown.length > 0 ? `got ${unknown.join(', ')}; ` : '';
  console.error(`${got}name cases of ${caseNames.join(', ')}, such as pnpm replay:record ${caseNames[0]}`);
  process.exitCode = 2;
} else {
  for (const name of names) await record(name);
}

async function record(name: string): Promise<void> {
  const one = readCase(name);
  const bytes = await replay(one, one.facts);
  const isSame = bytes === recordedStatement(name);
  if (!isSame) writeFileSync(statementFile(name), bytes);
  console.log(
    `${name}: ${isSame ? 'the same as recorded' : `recorded ${bytes.length} characters; say why in CHANGELOG.md`}`,
  );
}
