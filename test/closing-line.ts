import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with `N passed, N failed, N skipped`, names every test that was skipped or tried again, and under CI=true makes a skipped test
 * a failure: on a machine that the project prepared itself, nothing may be left out.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped: string[] = [];
    const retried: string[] = [];
    let passed = 0;
    let failed = 0;
    for (const module of modules) {
      // A file that does not load has no tests to count, yet it failed.
      if (module.state() === 'failed' && module.errors().length > 0) failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if ((test.diagnostic()?.retryCount ?? 0) > 0)
          retried.push(`${module.relativeModuleId} > ${test.fullName}`);
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else skipped.push(`${module.relativeModuleId} > ${test.fullName}`);
      }
    }
    for (const name of skipped) console.log(`skipped: ${name}`);
    for (const name of retried) console.log(`tried again: ${name}`);
    if (process.env.CI === 'true' && skipped.length > 0) {
      console.log('A skipped test fails under CI=true.');
      process.exitCode = 1;
      failed += skipped.length;
      skipped.length = 0;
    }
    console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  }
}
