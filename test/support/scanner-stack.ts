import { App, type AppProps, Stack, type StackProps } from 'aws-cdk-lib';
import { AppBundle, UserAccessScanner, type UserAccessScannerProps } from 'cdk-appfabric-user-access';

export const APP_BUNDLE_ARN = 'arn:aws:appfabric:us-east-1:111122223333:appbundle/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

/** A stack with an app bundle from elsewhere, in an app of its own. */
export function newStack(props?: StackProps, appProps?: AppProps): Stack {
  return new Stack(new App({ analyticsReporting: false, ...appProps }), 'Stack', props);
}

/** A scanner with these props in `stack`, whatever their types: JavaScript has none. */
export function scannerIn(stack: Stack, props: Partial<Record<keyof UserAccessScannerProps, unknown>> = {}) {
  const appBundle = AppBundle.fromAppBundleArn(stack, 'AppBundle', APP_BUNDLE_ARN);
  return new UserAccessScanner(stack, 'Scanner', { appBundle, ...props } as UserAccessScannerProps);
}
