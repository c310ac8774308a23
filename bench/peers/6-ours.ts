import { type Polling, VirtualScanner, withPolling } from '../../simulator/world';
import type { Design } from '../design';

/** What `cdk synth` wrote for the example app. The chart's curve varies its settings. */
export const ours = (polling: Polling = {}): Design => ({
  id: '6-ours',
  title: 'cdk-appfabric-user-access',
  visible: 'each result, each task, the scan',
  deploy({ world, stack }) {
    const scanner = new VirtualScanner(withPolling(stack, polling), world);
    return { scan: (email, scanId) => scanner.execution({ email }, scanId).start() };
  },
});
