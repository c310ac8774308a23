import { App, type AppProps, Stack, type StackProps } from 'aws-cdk-lib';
import { AppBundle, UserAccessScanner, type UserAccessScannerProps } from 'cdk-appfabric-user-access';

export const APP_BUNDLE_ARN = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

/** The grants that every scanner has, also an imported one. */
export const GRANTS = [
  'grantStartScan',
  'grantFollowScan',
  'grantRedrive',
  'grantWatch',
  'grantFollowWatch',
  'grantStopWatch',
  'grantReadResults',
  'grantForget',
  'grantDoctor',
] as const;

/** A stack in its own app. */
export function newStack(props?: StackProps, appProps?: AppProps): Stack {
  return new Stack(new App({ analyticsReporting: false, ...appProps }), 'Stack', props);
}

/** Creates a scanner with an imported app bundle. The props can have any type, as in JavaScript. */
export function scannerIn(stack: Stack, props: Partial<Record<keyof UserAccessScannerProps, unknown>> = {}) {
  const appBundle = AppBundle.fromAppBundleArn(stack, 'AppBundle', APP_BUNDLE_ARN);
  return new UserAccessScanner(stack, 'Scanner', { appBundle, ...props } as UserAccessScannerProps);
}
