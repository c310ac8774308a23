import {
  DescribeStateMachineCommand,
  paginateGetExecutionHistory,
  paginateListExecutions,
  paginateListStateMachines,
  type SFNClient,
} from '@aws-sdk/client-sfn';

/** The types of events that Step Functions logs at each level. */
const LOGGED: Readonly<Record<string, RegExp>> = {
  ALL: /./,
  ERROR: /(Failed|TimedOut|Aborted)$|^FailStateEntered$/,
  FATAL: /^Execution(Failed|TimedOut|Aborted)$/,
  OFF: /^$/,
};

/** Step Functions takes these for execution data. The cause of an error is none. */
const EXECUTION_DATA = ['input', 'output', 'parameters'];

/** What Step Functions logs of all executions. The local stack has no logs of state machines, but their settings and histories. */
export async function stateMachineLogs(client: SFNClient): Promise<string[]> {
  const lines: string[] = [];
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    for (const { stateMachineArn } of stateMachines) {
      const { loggingConfiguration } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
      const { level = 'OFF', includeExecutionData = false } = loggingConfiguration ?? {};
      for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn })) {
        for (const { executionArn } of executions) {
          for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn })) {
            const logged = events.filter(({ type = '' }) => LOGGED[level]?.test(type));
            const leaveOut = (name: string, value: unknown) =>
              includeExecutionData || !EXECUTION_DATA.includes(name) ? value : undefined;
            lines.push(...logged.map((event) => JSON.stringify({ executionArn, ...event }, leaveOut)));
          }
        }
      }
    }
  }
  return lines;
}
