import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Env } from '../../lib/contract/names';
import { readString } from './environment';
import { FunctionTelemetry } from './function-telemetry';
import { powertoolsSink } from './powertools';
import type { Runtime } from './runtime';
import { Tracing } from './tracing';
import { daemonSender } from './x-ray-daemon';

const clock = { now: () => Date.now(), sleep: (milliseconds: number) => sleep(milliseconds) };

/** What a function runs in, in Lambda. */
export function lambdaRuntime(environment = process.env): Runtime {
  return {
    environment,
    clock,
    random: Math.random,
    telemetry: new FunctionTelemetry(powertoolsSink(readString(environment, Env.SCANNER)), clock),
    tracing: tracingOf(environment),
  };
}

/** Lambda sets the address, and for each invocation the header. */
function tracingOf(environment: NodeJS.ProcessEnv): Tracing | undefined {
  const { AWS_XRAY_DAEMON_ADDRESS: address } = environment;
  if (!address) return undefined;
  return new Tracing({
    header: () => environment._X_AMZN_TRACE_ID,
    send: daemonSender(address),
    now: clock.now,
    newId: () => randomBytes(8).toString('hex'),
  });
}
