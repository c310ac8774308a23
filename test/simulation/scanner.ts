import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ScannerStack, scannerStack } from '../../local/virtual';

export const APP_BUNDLE_ARN = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/5f0c1a7e-3b9d-4c52-8e61-9a4d2f7b6c10';

/** The scanner that `cdk synth` wrote from bin/app.ts. @param root the repository */
export function synthesizedScanner(root: string): ScannerStack {
  const template = JSON.parse(readFileSync(join(root, 'cdk.out', 'UserAccess.template.json'), 'utf8'));
  return scannerStack(template, { appBundleArn: APP_BUNDLE_ARN });
}
