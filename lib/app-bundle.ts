import { Arn, ArnFormat, Resource, Token } from 'aws-cdk-lib';
import type { aws_appfabric } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { invalid } from './private/errors';

const APP_BUNDLE_ARN =
  /^arn:[a-z-]+:appfabric:[a-z]{2}(-[a-z]+)+-\d:\d{12}:appbundle\/[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}$/;

/**
 * Refers to an app bundle that this CDK app does not create.
 *
 * To create one, use `CfnAppBundle` of `aws-cdk-lib/aws-appfabric`; it fits wherever an app bundle is asked for.
 */
export class AppBundle {
  /**
   * Imports an app bundle by its ARN, `arn:aws:appfabric:<region>:<account>:appbundle/<id>`.
   */
  public static fromAppBundleArn(scope: Construct, id: string, appBundleArn: string): aws_appfabric.IAppBundleRef {
    if (!Token.isUnresolved(appBundleArn) && !APP_BUNDLE_ARN.test(String(appBundleArn))) {
      throw invalid(
        scope,
        `appBundleArn must look like arn:aws:appfabric:us-east-1:111122223333:appbundle/<id in lower case>, got '${appBundleArn}'. 'aws appfabric list-app-bundles' shows yours.`,
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
