import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { MetadataBearer } from '@smithy/types';
import { endpointInstructions } from './endpoint';
import type {
  BatchGetUserAccessTasksRequest,
  BatchGetUserAccessTasksResponse,
  StartUserAccessTasksRequest,
  StartUserAccessTasksResponse,
} from './models';
import type { AppFabricClientResolvedConfig } from './resolve-config';
import { BatchGetUserAccessTasks$, StartUserAccessTasks$ } from './schemas';

export interface StartUserAccessTasksCommandInput extends StartUserAccessTasksRequest {}
export interface StartUserAccessTasksCommandOutput extends StartUserAccessTasksResponse, MetadataBearer {}
export interface BatchGetUserAccessTasksCommandInput extends BatchGetUserAccessTasksRequest {}
export interface BatchGetUserAccessTasksCommandOutput extends BatchGetUserAccessTasksResponse, MetadataBearer {}

export type ServiceInputTypes = StartUserAccessTasksCommandInput | BatchGetUserAccessTasksCommandInput;
export type ServiceOutputTypes = StartUserAccessTasksCommandOutput | BatchGetUserAccessTasksCommandOutput;

const command = /* @__PURE__ */ makeBuilder<AppFabricClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>(
  endpointInstructions,
  'FabricFrontEndService',
  'AppFabricClient',
  getEndpointPlugin,
);

/** Starts a task for each app authorization. Not idempotent: each call starts new tasks. */
export class StartUserAccessTasksCommand extends /* @__PURE__ */ command<
  StartUserAccessTasksCommandInput,
  StartUserAccessTasksCommandOutput
>({}, () => [], 'StartUserAccessTasks', StartUserAccessTasks$) {}

/** Reads the results of 1 to 50 tasks. */
export class BatchGetUserAccessTasksCommand extends /* @__PURE__ */ command<
  BatchGetUserAccessTasksCommandInput,
  BatchGetUserAccessTasksCommandOutput
>({}, () => [], 'BatchGetUserAccessTasks', BatchGetUserAccessTasks$) {}
