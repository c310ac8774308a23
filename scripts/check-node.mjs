// Every script imports this file first. It ends the script with one line if the version of Node.js is too old.
const REQUIRED = 24;
const running = process.versions.node;
if (Number.parseInt(running, 10) < REQUIRED) {
  process.stderr.write(
    `This script needs Node.js ${REQUIRED}, and this is ${running}. Run it with npm (see \`npm run help\`), which uses the Node.js ${REQUIRED} that npm ci installs.\n`,
  );
  process.exit(1);
}
