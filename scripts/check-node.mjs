// Imported first by every script: says in one line that the Node.js that runs it is too old.
const REQUIRED = 24;
const running = process.versions.node;
if (Number.parseInt(running, 10) < REQUIRED) {
  process.stderr.write(
    `This script needs Node.js ${REQUIRED}, and this is ${running}. Run it with npm (see \`npm run help\`): npm ci installs Node.js ${REQUIRED} for it.\n`,
  );
  process.exit(1);
}
