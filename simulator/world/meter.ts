/** What a run used, in the units that AWS bills. */
export class Meter {
  /** Each state entered, and each retry. */
  stateTransitions = 0;
  lambdaInvocations = 0;
  /** Billed by the millisecond, rounded up. */
  lambdaGbSeconds = 0;
  dynamoDbReadUnits = 0;
  dynamoDbWriteUnits = 0;
  /** Entries that the bus accepted. */
  events = 0;
  /** Requests as they arrived, by service and operation: `appfabric:BatchGetUserAccessTasks`. */
  readonly requests = new Map<string, number>();

  countRequest(name: string): void {
    this.requests.set(name, (this.requests.get(name) ?? 0) + 1);
  }

  countInvocation(milliseconds: number, memoryMiB: number): void {
    this.lambdaInvocations++;
    this.lambdaGbSeconds += (Math.max(1, Math.ceil(milliseconds)) / 1000) * (memoryMiB / 1024);
  }
}
