import { Arn, ArnFormat, CfnResource, type IResource, Resource, Token, Validations } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { checkEncryptionKey } from './private/encryption-key';
import { invalid } from './private/errors';

const APP_BUNDLE_ARN =
  /^arn:[a-z-]+:appfabric:[a-z]{2}(-[a-z]+)+-\d:\d{12}:appbundle\/[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}$/;

/**
 * What identifies an app bundle.
 */
export interface AppBundleReference {
  /** The ARN of the app bundle. */
  readonly appBundleArn: string;
}

/**
 * An AppFabric app bundle: an `AppBundle`, or what `AppBundle.fromAppBundleArn()` returns.
 *
 * In TypeScript, the `CfnAppBundle` of aws-cdk-lib 2.276.0 and later is one, too.
 */
export interface IAppBundle extends IResource {
  /** The ARN of the app bundle. */
  readonly appBundleRef: AppBundleReference;
}

/**
 * Properties of an `AppBundle`.
 */
export interface AppBundleProps {
  /**
   * The key that encrypts the data of the app bundle. It can't be changed later: CloudFormation would replace the app
   * bundle, without its app authorizations.
   *
   * @see https://docs.aws.amazon.com/appfabric/latest/adminguide/data-protection.html
   *
   * @default - a key that AWS owns
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * An AppFabric app bundle. It holds the app authorizations of an account in a Region, which can have one app bundle.
 *
 * Connect the apps after the deployment, in the console of AppFabric or with its API. To use an app bundle that exists,
 * call `AppBundle.fromAppBundleArn()`.
 *
 * @see https://docs.aws.amazon.com/appfabric/latest/adminguide/terminology.html
 *
 * @example
 * new UserAccessScanner(stack, 'Scanner', {
 *   appBundle: new AppBundle(stack, 'AppBundle'),
 * });
 */
export class AppBundle extends Resource implements IAppBundle {
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
  public static fromAppBundleArn(scope: Construct, id: string, appBundleArn: string): IAppBundle {
    if (!Token.isUnresolved(appBundleArn) && !APP_BUNDLE_ARN.test(String(appBundleArn))) {
      throw invalid(
        scope,
        `appBundleArn must look like arn:aws:appfabric:us-east-1:111122223333:appbundle/<id in lower case>, got '${appBundleArn}'. To list your app bundles, run 'aws appfabric list-app-bundles'.`,
      );
    }
    return new ImportedAppBundle(scope, id, appBundleArn);
  }

  /** The ARN of the app bundle. */
  public readonly appBundleRef: AppBundleReference;

  constructor(scope: Construct, id: string, props: AppBundleProps = {}) {
    super(scope, id);
    checkEncryptionKey(this, props.encryptionKey);
    // CfnAppBundle is in aws-cdk-lib since 2.276.0 only.
    const resource = new CfnResource(this, 'Resource', {
      type: 'AWS::AppFabric::AppBundle',
      properties: { CustomerManagedKeyArn: props.encryptionKey?.keyArn },
    });
    Validations.of(resource).acknowledge({
      id: 'CloudFormation-Validate::F3006',
      reason: 'CloudFormation supports this resource type, but the schemas in this version of CDK do not include it.',
    });
    this.appBundleRef = { appBundleArn: resource.ref };
  }
}

class ImportedAppBundle extends Resource implements IAppBundle {
  public readonly appBundleRef: AppBundleReference;

  constructor(scope: Construct, id: string, appBundleArn: string) {
    const { region, account } = Arn.split(appBundleArn, ArnFormat.SLASH_RESOURCE_NAME);
    super(scope, id, { region, account });
    this.appBundleRef = { appBundleArn };
  }
}
