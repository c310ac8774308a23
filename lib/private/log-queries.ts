import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { scannerPathOf } from './scanner-metric';

/** All lines of a scan or watch. Whoever runs the query replaces `ID`. */
const LINES = {
  fields: ['@timestamp', 'level', 'message', 'errorName', 'app', 'attempt', 'durationMs', 'type', '@log', '@message'],
  // The functions log the id as a field, and the state machines log it as the end of the execution's ARN.
  filterStatements: ["@message like 'ID'"],
  sort: '@timestamp asc',
  limit: 10_000,
};

/** Why steps of scans and watches fail, or are retried. Lines of the level DEBUG are about calls, and many calls may fail. */
export const ERRORS = {
  filterStatements: ["ispresent(errorName) and level != 'DEBUG'"],
  statsStatements: ['count(*) as lines, count_distinct(scanId) as scans, max(@timestamp) as latest by errorName'],
  sort: 'lines desc',
};

/** The queries that are stored in CloudWatch Logs Insights, in the folder of the scanner's path. */
export function logQueries(scanner: Construct, logGroups: logs.ILogGroup[]): logs.QueryDefinition[] {
  const scope = new Construct(scanner, 'LogQueries');
  const path = scannerPathOf(scanner);
  const stored = (id: string, name: string, query: logs.QueryStringProps) =>
    new logs.QueryDefinition(scope, id, {
      queryDefinitionName: `${path}/${name}`,
      queryString: new logs.QueryString(query),
      logGroups,
    });
  return [stored('Lines', 'Lines of a scan or watch', LINES), stored('Errors', 'Errors', ERRORS)];
}
