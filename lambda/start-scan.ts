import { startScanHandler } from './handlers/start-scan';
import { lambdaOutside } from './runtime/parts';

export const handler = startScanHandler(lambdaOutside);
