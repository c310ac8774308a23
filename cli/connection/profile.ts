import { loadSharedConfigFiles } from '@smithy/core/config';
import type { CommandContext } from '../context';
import { didYouMean, mistake } from '../errors';
import { printable } from '../print/printable';

/** The SDK would only say that there are no credentials. */
export async function checkProfile(given: string | undefined, { env }: CommandContext): Promise<void> {
  const name = given ?? env.AWS_PROFILE;
  if (!name) return;
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const profiles = { ...configFile, ...credentialsFile };
  if (Object.hasOwn(profiles, name)) return;
  // The other sections of the file have a name with a kind before it.
  const names = Object.keys(profiles).filter((each) => !each.includes('.'));
  const meant = didYouMean(name, names, ` Choose another with ${given === undefined ? 'AWS_PROFILE' : '--profile'}.`);
  throw mistake(`Your AWS configuration has no profile ${printable(name)}.${meant}`);
}
