import { Arn, ArnFormat, Resource, Token } from 'aws-cdk-lib';
import type { aws_appfabric } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { invalid } from './private/errors';

const APP_BUNDLE_ARN =
  /^arn:[a-z-]+:appfabric:[a-z]{2}(-[a-z]+)+-\d:\d{12}:appbundle\/[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}$/;

/**
 * References an AppFabric app bundle that is not created by this CDK app.
 *
 * To create an app bundle, use `CfnAppBundle` of `aws-cdk-lib/aws-appfabric`. You can pass it wherever an app bundle is
 * required.
 *
 * @see https://docs.aws.amazon.com/appfabric/latest/adminguide/terminology.html
 *
 * @example
 * new UserAccessScanner(stack, 'Scanner', {
 *   appBundle: AppBundle.fromAppBundleArn(
 *     stack,
 *     'AppBundle',
 *     'arn:aws:appfabric:us-east-1:111122223333:appbundle/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
 *   ),
 * });
 */
export class AppBundle {
  /**
   * Imports an existing app bundle by its ARN.
   *
   * Throws an error if the ARN is known at synthesis and is not the ARN of an app bundle.
   *
   * @param scope The construct that the imported app bundle is created in.
   * @param id The id of the imported app bundle in its scope.
   * @param appBundleArn The ARN, in the form `arn:aws:appfabric:<region>:<account>:appbundle/<id>`. To list your app
   * bundles, run `aws appfabric list-app-bundles`.
   *
   * @see https://docs.aws.amazon.com/appfabric/latest/api/API_ListAppBundles.html
   *
   * @example
   * const appBundle = AppBundle.fromAppBundleArn(
   *   stack,
   *   'AppBundle',
   *   'arn:aws:appfabric:us-east-1:111122223333:appbundle/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
   * );
   */
  public static fromAppBundleArn(scope: Construct, id: string, appBundleArn: string): aws_appfabric.IAppBundleRef {
    if (!Token.isUnresolved(appBundleArn) && !APP_BUNDLE_ARN.test(String(appBundleArn))) {
      throw invalid(
        scope,
        `appBundleArn must look like arn:aws:appfabric:us-east-1:111122223333:appbundle/<id in lower case>, got '${appBundleArn}'. To list your app bundles, run 'aws appfabric list-app-bundles'.`,
      );
    }
    return new ImportedAppBundle(scope, id, appBundleArn);
  }

  private constructor() {}
}

class ImportedAppBundle extends Resource implements aws_appfabric.IAppBundleRef {
  public readonly appBundleRef: aws_appfabric.AppBundleReference;

  constructor(scope: Construct, id: string, appBundleArn: string) {
    const { region, account } = Arn.split(appBundleArn, ArnFormat.SLASH_RESOURCE_NAME);
    super(scope, id, { region, account });
    this.appBundleRef = { appBundleArn };
  }
}
