// Runs before anything else, on whatever Node there is, so it is plain JavaScript that an old Node can read.
// An argument stands in for the version found, so that a test needs no second Node.
const needed = [26, 10];
const found = process.argv[2] || process.versions.node;
const parts = found.split('.').map(Number);
const isNewEnough = parts[0] > needed[0] || (parts[0] === needed[0] && parts[1] >= needed[1]);

if (!isNewEnough) {
  console.error(
    `Upheld needs Node ${needed.join('.')} or newer and found ${found}: run it as \`npx -y pnpm@12 start\`, ` +
      'which brings its own Node on Linux and macOS, or install Node 26 from nodejs.org.',
  );
  process.exitCode = 1;
}
