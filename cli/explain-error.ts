import type { CommandContext } from './context';
import { CommandError, failure, SCAN_ID_TAKEN } from './errors';

interface SdkError extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly cause?: unknown;
}

/** One line that says what is wrong and what to do. */
export function explainError(error: unknown, context: Pick<CommandContext, 'env'>): CommandError {
  return error instanceof CommandError ? error : failure(messageOf((error ?? {}) as SdkError, context), error);
}

function messageOf(error: SdkError, { env }: Pick<CommandContext, 'env'>): string {
  const { name, message, code, syscall } = error;
  const first = String(message ?? error).split('\n', 1)[0] ?? '';
  const known = BY_NAME[name] ?? BY_NAME[code ?? ''];
  if (known) return known;
  if (/Region is missing|^Region not accepted: region="" /.test(first)) {
    return 'No AWS Region is set: give --region, or set AWS_REGION.';
  }
  if (/^Region not accepted/.test(first)) {
    return 'The AWS Region is not valid: write --region or AWS_REGION as in us-east-1.';
  }
  if (name === 'ValidationException' && /tableName/i.test(first)) {
    return 'The table name is not valid: check --table, --outputs or USER_ACCESS_TABLE.';
  }
  if (name === 'ValidationException' && /does not have the specified index/i.test(first)) {
    return 'The table does not have the index for this: deploy the stack again with this version of the package.';
  }
  if (code === 'ERR_INVALID_URL') return 'AWS_ENDPOINT_URL is not a URL: write it as in http://127.0.0.1:4566.';
  if (code === 'EADDRINUSE') return `${first} For any free port, use --port 0.`;
  if (isLocked(error)) {
    return 'The data folder is in use by another `user-access`: stop it, use its endpoint, or choose another folder with --data.';
  }
  const [unreached] = UNREACHED.exec(`${code} ${first}`) ?? [];
  if (unreached) {
    const endpoint = env.AWS_ENDPOINT_URL ?? 'AWS';
    return `${endpoint} does not respond (${unreached}): check the network, the Region and AWS_ENDPOINT_URL.`;
  }
  const isFromNode = code !== undefined && syscall !== undefined;
  return isFromNode || !name || name === 'Error' || first.startsWith(name) ? first : `${name}: ${first}`;
}

/** Whether an error is about who asks, so that every other request fails, too. */
export const isAboutCredentials = (error: unknown): boolean =>
  [REFUSED, NO_CREDENTIALS].includes(BY_NAME[(error as Error).name] ?? '');

/** Whether no service can be asked, because nobody knows where it is. */
export const isAboutRegion = (error: unknown): boolean =>
  /Region is missing|^Region not accepted/.test((error as Error).message);

const UNREACHED = /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|socket hang up)\b/;

const REFUSED = 'AWS refused the credentials: sign in again, or choose another profile with --profile.';
const NO_CREDENTIALS =
  'There are no AWS credentials: sign in (`aws sso login`, `aws configure`), choose a --profile, or use --local.';

/** What to do if there is no such table. */
export const CHECK_TABLE = 'check --table, --outputs or USER_ACCESS_TABLE, and --region';

const BY_NAME: Readonly<Record<string, string>> = {
  CredentialsProviderError: NO_CREDENTIALS,
  TokenProviderError: NO_CREDENTIALS,
  ExpiredToken: REFUSED,
  ExpiredTokenException: REFUSED,
  IncompleteSignature: REFUSED,
  IncompleteSignatureException: REFUSED,
  InvalidAccessKeyId: REFUSED,
  InvalidClientTokenId: REFUSED,
  InvalidSignatureException: REFUSED,
  MissingAuthenticationToken: REFUSED,
  MissingAuthenticationTokenException: REFUSED,
  RequestExpired: REFUSED,
  SignatureDoesNotMatch: REFUSED,
  UnrecognizedClientException: REFUSED,
  AccessDeniedException: 'AWS denied the request: the credentials need the permissions that docs/command.md lists.',
  ResourceNotFoundException: `There is no such table in this account and Region: ${CHECK_TABLE}.`,
  StateMachineDoesNotExist:
    'There is no such state machine in this account and Region: check --state-machine or --watch-state-machine, --outputs, or the environment variables.',
  InvalidArn:
    'The ARN of the state machine is not valid: check --state-machine or --watch-state-machine, or the environment variables.',
  ExecutionAlreadyExists: SCAN_ID_TAKEN,
};

/** LevelDB lets only one process open a folder. */
const isLocked = ({ code, cause }: SdkError): boolean =>
  code === 'LEVEL_LOCKED' || (Boolean(cause) && isLocked(cause as SdkError));
