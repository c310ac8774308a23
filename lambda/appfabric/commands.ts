import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { MetadataBearer } from '@smithy/types';
import type { AppFabricClientResolvedConfig } from './config';
import { endpointInstructions } from './endpoint';
import type {
  BatchGetUserAccessTasksRequest,
  BatchGetUserAccessTasksResponse,
  ListAppAuthorizationsRequest,
  ListAppAuthorizationsResponse,
  StartUserAccessTasksRequest,
  StartUserAccessTasksResponse,
} from './models';
import { BatchGetUserAccessTasks$, ListAppAuthorizations$, StartUserAccessTasks$ } from './schemas';

export interface StartUserAccessTasksCommandOutput extends StartUserAccessTasksResponse, MetadataBearer {}
export interface BatchGetUserAccessTasksCommandOutput extends BatchGetUserAccessTasksResponse, MetadataBearer {}
export interface ListAppAuthorizationsCommandOutput extends ListAppAuthorizationsResponse, MetadataBearer {}

export type ServiceInputTypes =
  | StartUserAccessTasksRequest
  | BatchGetUserAccessTasksRequest
  | ListAppAuthorizationsRequest;
export type ServiceOutputTypes =
  | StartUserAccessTasksCommandOutput
  | BatchGetUserAccessTasksCommandOutput
  | ListAppAuthorizationsCommandOutput;

const command = /* @__PURE__ */ makeBuilder<AppFabricClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>(
  endpointInstructions,
  'FabricFrontEndService',
  'AppFabricClient',
  getEndpointPlugin,
);

/** Starts a task for each app authorization. Not idempotent: each call starts new tasks. */
export class StartUserAccessTasksCommand extends /* @__PURE__ */ command<
  StartUserAccessTasksRequest,
  StartUserAccessTasksCommandOutput
>({}, () => [], 'StartUserAccessTasks', StartUserAccessTasks$) {}

/** Reads the results of 1 to 50 tasks. */
export class BatchGetUserAccessTasksCommand extends /* @__PURE__ */ command<
  BatchGetUserAccessTasksRequest,
  BatchGetUserAccessTasksCommandOutput
>({}, () => [], 'BatchGetUserAccessTasks', BatchGetUserAccessTasks$) {}

/** Reads one page of the app authorizations of an app bundle, connected or not. */
export class ListAppAuthorizationsCommand extends /* @__PURE__ */ command<
  ListAppAuthorizationsRequest,
  ListAppAuthorizationsCommandOutput
>({}, () => [], 'ListAppAuthorizations', ListAppAuthorizations$) {}
