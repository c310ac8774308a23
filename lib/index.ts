export * from './app-bundle';
export * from './on-result-options';
export * from './scan-schedule';
export * from './scan-trigger';
export * from './user-access-scanner';
export * from './user-access-scanner-interface';
export * from './user-access-scanner-props';
