import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, asString, isObject, type JsonObject, parseJson } from './json';

/** What `cdk synth` wrote for one stack. */
export interface Assembly {
  template: JsonObject;
  /** The folder of every asset, by the hash in the template's S3Key. */
  assetFolders: Record<string, string>;
}

export function readAssembly(directory: string, stackName: string): Assembly {
  const template = readJson(join(directory, `${stackName}.template.json`));
  const assetsFile = join(directory, `${stackName}.assets.json`);
  const files = existsSync(assetsFile) ? asObject(readJson(assetsFile).files) : {};
  const assetFolders: Record<string, string> = {};
  for (const [hash, asset] of Object.entries(files)) {
    const path = asString(asObject(asObject(asset).source).path);
    if (path !== undefined) assetFolders[hash] = join(directory, path);
  }
  return { template, assetFolders };
}

function readJson(file: string): JsonObject {
  if (!existsSync(file)) throw new Error(`${file} does not exist. Run \`npx cdk synth\` first.`);
  const content = parseJson(readFileSync(file, 'utf8'));
  if (!isObject(content)) throw new Error(`${file} is not a JSON object. Run \`npx cdk synth\` again.`);
  return content;
}
