import { CommandError, failure, SCAN_ID_TAKEN } from './errors';
import type { World } from './world';

interface SdkError extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly cause?: unknown;
}

/** What an error means to who typed the command: one line that says what is wrong and what to do. */
export function explain(error: unknown, world: Pick<World, 'env'>): CommandError {
  if (error instanceof CommandError) return error;
  const { name, message, code, syscall } = (error ?? {}) as SdkError;
  const first = String(message ?? error).split('\n', 1)[0] ?? '';
  const known = BY_NAME[name] ?? BY_NAME[code ?? ''];
  if (known) return failure(known, error);
  if (/Region is missing|^Region not accepted: region="" /.test(first)) {
    return failure('No AWS Region is known: give --region, or set AWS_REGION.', error);
  }
  if (/^Region not accepted/.test(first)) {
    return failure('That is no AWS Region: write --region or AWS_REGION like us-east-1.', error);
  }
  if (name === 'ValidationException' && /tableName/i.test(first)) {
    return failure(`That is no table's name: check --table, --outputs or USER_ACCESS_TABLE.`, error);
  }
  if (code === 'ERR_INVALID_URL')
    return failure('AWS_ENDPOINT_URL is no URL: write it like http://127.0.0.1:4566.', error);
  if (code === 'EADDRINUSE') return failure(`${first} Any free one is --port 0.`, error);
  if (isLocked(error)) {
    return failure(
      'The data folder is in use by another `user-access`: stop that one, use its endpoint, or give another folder with --data.',
      error,
    );
  }
  const [unreached] = UNREACHED.exec(`${code} ${first}`) ?? [];
  if (unreached) {
    const endpoint = world.env.AWS_ENDPOINT_URL ?? 'AWS';
    return failure(
      `${endpoint} does not answer (${unreached}): check the network, the Region and AWS_ENDPOINT_URL.`,
      error,
    );
  }
  if (code !== undefined && syscall !== undefined) return failure(first, error);
  return failure(name && name !== 'Error' && !first.startsWith(name) ? `${name}: ${first}` : first, error);
}

const UNREACHED = /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT)\b/;

const REFUSED = 'AWS refused the credentials: sign in again, or choose others with --profile.';
const NO_CREDENTIALS =
  'There are no AWS credentials: sign in (`aws sso login`, `aws configure`), choose a --profile, or use --local.';

const BY_NAME: Readonly<Record<string, string>> = {
  CredentialsProviderError: NO_CREDENTIALS,
  TokenProviderError: NO_CREDENTIALS,
  ExpiredToken: REFUSED,
  ExpiredTokenException: REFUSED,
  UnrecognizedClientException: REFUSED,
  InvalidSignatureException: REFUSED,
  InvalidClientTokenId: REFUSED,
  AccessDeniedException:
    'AWS denied the request: the credentials need what grantStartScan and grantReadResults of the scanner give.',
  ResourceNotFoundException:
    'There is no such table in this account and Region: check --table, --outputs or USER_ACCESS_TABLE, and --region.',
  StateMachineDoesNotExist:
    'There is no such state machine in this account and Region: check --state-machine, --outputs or USER_ACCESS_STATE_MACHINE_ARN.',
  InvalidArn: 'The ARN of the state machine is not right: check --state-machine or USER_ACCESS_STATE_MACHINE_ARN.',
  ExecutionAlreadyExists: SCAN_ID_TAKEN,
};

/** LevelDB lets one process open a folder. */
function isLocked(error: unknown): boolean {
  const { code, cause, message = '' } = (error ?? {}) as SdkError;
  if (code === 'LEVEL_LOCKED' || /LOCK: already held|Resource temporarily unavailable/.test(message)) return true;
  return cause !== undefined && cause !== error && isLocked(cause);
}
