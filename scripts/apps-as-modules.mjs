// node --import ./scripts/apps-as-modules.mjs bin/app.ts: runs a CDK app that is written as an ES module. The package itself
// is CommonJS, as jsii compiles it.
import { registerHooks } from 'node:module';

const APP = /\/(bin|test\/fixtures\/release)\/\w+\.ts$/;

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    return APP.test(resolved.url) ? { ...resolved, format: 'module-typescript' } : resolved;
  },
});
