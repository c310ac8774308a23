// Translates the positions in a stack trace of a function's bundle to positions in the source:
// npm run explain-stack -- poll-tasks < trace.txt
import './check-node.mjs';
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lambdaEntries, sourceMapPath } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param trace a string with positions such as `/var/task/index.mjs:29:1234` */
export function explain(name, trace) {
  const path = sourceMapPath(root, name);
  const map = new SourceMap(JSON.parse(readFileSync(path, 'utf8')));
  return trace.replace(/[^\s(]*index\.mjs:(\d+):(\d+)/g, (place, line, column) => {
    const { fileName, lineNumber, columnNumber } = map.findOrigin(Number(line), Number(column));
    if (fileName === undefined) return place;
    return `${relative(root, resolve(dirname(path), fileName))}:${lineNumber}:${columnNumber}`;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name] = process.argv.slice(2);
  if (!lambdaEntries(root).includes(name) || !existsSync(sourceMapPath(root, name))) {
    const names = lambdaEntries(root).join('|');
    process.stderr.write(`Usage: npm run explain-stack -- ${names} < trace.txt (after npm run build)\n`);
    process.exit(2);
  }
  process.stdout.write(explain(name, readFileSync(0, 'utf8')));
}
