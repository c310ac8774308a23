import { failScanHandler } from './handlers/fail-scan';
import { lambdaOutside } from './runtime/parts';

export const handler = failScanHandler(lambdaOutside);
